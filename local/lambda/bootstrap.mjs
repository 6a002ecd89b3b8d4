/**
 * Owns one execution environment from the inside: loads the handler and runs it over the Lambda Runtime API
 * (Lambda developer guide, "Using the Lambda runtime API for custom runtimes"). It is started by instance.ts, and ends
 * when that process is gone.
 */
import { existsSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import Module from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const { AWS_LAMBDA_RUNTIME_API, _HANDLER = "", LAMBDA_TASK_ROOT = "" } = process.env;
const agent = new Agent({ keepAlive: true });

// Ctrl-C reaches the whole terminal; running handlers are ended by the parent, in order.
process.on("SIGINT", () => undefined);
process.stdin.on("end", () => process.exit(0)).on("error", () => process.exit(0));
process.stdin.resume();

/** One call of the Runtime API; a parent that does not answer is gone. */
function call(method, path, body) {
  return new Promise((resolve) => {
    const gone = () => process.exit(0);
    const url = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime${path}`;
    const sent = request(url, { method, agent }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString("utf8") }));
      response.on("error", gone);
    });
    sent.on("error", gone);
    sent.end(body);
  });
}

function toErrorBody(thrown, errorType) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const trace = (error.stack ?? "").split("\n");
  return JSON.stringify({ errorType: errorType ?? error.name, errorMessage: error.message, trace });
}

/** A `.js` file with no package.json beside it is CommonJS on Lambda, whatever stands in the folders above it here. */
function loadCommonJs(file) {
  const loaded = new Module(file);
  loaded.filename = file;
  loaded.paths = Module._nodeModulePaths(dirname(file));
  loaded._compile(readFileSync(file, "utf8"), file);
  return loaded.exports;
}

async function loadHandler() {
  const [name = "", exported = ""] = _HANDLER.split(".");
  const files = ["js", "mjs", "cjs"].map((extension) => join(LAMBDA_TASK_ROOT, `${name}.${extension}`));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`Cannot find module '${name}' in ${LAMBDA_TASK_ROOT}`);
  const isBare = file.endsWith(".js") && !existsSync(join(LAMBDA_TASK_ROOT, "package.json"));
  const loaded = isBare ? loadCommonJs(file) : await import(pathToFileURL(file).href);
  const handler = loaded[exported] ?? loaded.default?.[exported];
  if (typeof handler !== "function") throw new Error(`${_HANDLER} is undefined or not exported`);
  // Node 24 on Lambda takes no callback handlers any more.
  if (handler.length >= 3) throw new Error(`${_HANDLER} takes a callback, which nodejs24.x does not support`);
  return handler;
}

function toContext(headers) {
  const deadlineMs = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

let currentId;

/** As on Lambda, what escapes the handler ends the environment. */
async function dieOf(thrown, errorType) {
  console.error(thrown);
  if (currentId !== undefined) await call("POST", `/invocation/${currentId}/error`, toErrorBody(thrown, errorType));
  process.exit(1);
}
process.on("uncaughtException", (error) => void dieOf(error, "Runtime.UncaughtException"));
process.on("unhandledRejection", (reason) => void dieOf(reason, "Runtime.UnhandledPromiseRejection"));

async function run() {
  let handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    console.error(error);
    await call("POST", "/init/error", toErrorBody(error));
    process.exit(1);
  }
  for (;;) {
    const { headers, body } = await call("GET", "/invocation/next");
    currentId = headers["lambda-runtime-aws-request-id"];
    let path = `/invocation/${currentId}/response`;
    let answer;
    try {
      const result = await handler(JSON.parse(body), toContext(headers));
      answer = JSON.stringify(result === undefined ? null : result);
    } catch (error) {
      console.error(error);
      path = `/invocation/${currentId}/error`;
      answer = toErrorBody(error);
    }
    const finished = currentId;
    await call("POST", path, answer);
    if (currentId === finished) currentId = undefined;
  }
}

await run();
