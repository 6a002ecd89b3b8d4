/** What every SDK client of the tests is made with: the emulators want some credentials, and check none. */
export const CREDENTIALS = {
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
} as const;
