/**
 * A self-signed certificate for localhost and its key, for loopback servers in these tests. Made for them with
 * `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500`; nothing trusts it.
 */
export const TEST_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUIW6/2D0i9vkdkFfoBCgr8aGfkHcwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjIyMDEwNFoYDzIxMjYxMDI5
MjIwMTA0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAT+5BeOVHnbDZHXWEuk2QS6LH0DH0tUDkqEX1udG6wk/s0EEWtu9B/W
W1iAD0lyTQeW8UozmsMqXm/ugNtEQIsxo28wbTAdBgNVHQ4EFgQUgZvM9ncNreCW
ax4aQBVV+zkgASgwHwYDVR0jBBgwFoAUgZvM9ncNreCWax4aQBVV+zkgASgwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgTVOnhmNixdyCSbiyN15Q7RMBL/J2cldoa0vfUlckRCICIGFg
JPjq+RK4MRVPMla6c7mlPVvlnvtIWWIGdMk68pbJ
-----END CERTIFICATE-----`;

export const TEST_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYT3BhOh8N79bPWW3
H3xWorYrCVw6dpz6sxQfxH1eMuqhRANCAAT+5BeOVHnbDZHXWEuk2QS6LH0DH0tU
DkqEX1udG6wk/s0EEWtu9B/WW1iAD0lyTQeW8UozmsMqXm/ugNtEQIsx
-----END PRIVATE KEY-----`;
