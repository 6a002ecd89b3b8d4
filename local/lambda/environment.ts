/** Owns the environment that a function's process sees: the template's, Lambda's own names, and nothing of the parent's. Pure. */
import { REGION } from "../aws-names.ts";
import type { Credentials } from "../gateway/callers.ts";
import type { FunctionSpec } from "../resources/model.ts";

export interface EnvironmentInput {
  readonly spec: FunctionSpec;
  readonly credentials: Credentials;
  readonly awsEndpoint: string;
  /** Added after the template's own: what only the embedded cloud sets. */
  readonly extra: Readonly<Record<string, string>>;
  /** What a process needs of its machine. */
  readonly machine: Readonly<Record<string, string | undefined>>;
}

/** A file that is not there: the SDK must not read the user's profiles, which name other endpoints and accounts. */
const NO_FILE = "/nonexistent/pressmark-local";

/** The machine's variables that reach a function: where programs and temporary files are. */
const MACHINE_NAMES = ["PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot"];

export function toEnvironment({
  spec,
  credentials,
  awsEndpoint,
  extra,
  machine,
}: EnvironmentInput): Record<string, string> {
  const kept = MACHINE_NAMES.flatMap((name) => {
    const value = machine[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    LANG: "en_US.UTF-8",
    TZ: "UTC",
    ...spec.environment,
    ...extra,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL: awsEndpoint,
    AWS_CONFIG_FILE: NO_FILE,
    AWS_SHARED_CREDENTIALS_FILE: NO_FILE,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    LAMBDA_TASK_ROOT: spec.taskRoot,
    _HANDLER: spec.handler,
  };
}
