/** Owns calling a running archive's API from the command line. */

import type { Problem } from "../../shared/api/problems.ts";
import type { CaptureRequestBody, CaptureView, JobView, Submitted } from "../../shared/api/schemas.ts";
import type { Running } from "./running.ts";

/** Thrown when the archive refuses or fails; `message` is a sentence for a person. */
export class ApiError extends Error {}

export type SubmitOptions = Pick<CaptureRequestBody, "resources">;

export interface ApiClient {
  /** Asks for captures of all URLs, without waiting. */
  submit(urls: readonly string[], options?: SubmitOptions): Promise<readonly Submitted[]>;
  job(id: string): Promise<JobView>;
  capture(id: string): Promise<CaptureView>;
}

/** Calls a path of the API. @throws ApiError for any answer but a success */
export type Request = (path: string, init?: RequestInit) => Promise<Response>;

export function createRequest({ apiUrl, token }: Pick<Running, "apiUrl" | "token">): Request {
  return async (path, init = {}) => {
    const headers = { authorization: `Bearer ${token}`, ...init.headers };
    const response = await fetch(`${apiUrl}${path}`, { ...init, headers }).catch((cause: unknown) => {
      throw new ApiError(`The archive at ${apiUrl} does not answer.`, { cause });
    });
    if (response.ok) return response;
    // A gateway's own answer is no problem document, and may be no JSON.
    const problem = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
    throw new ApiError(problem?.detail ?? `${path} answered ${response.status}`);
  };
}

export function createApiClient(running: Pick<Running, "apiUrl" | "token">): ApiClient {
  const request = createRequest(running);
  const call = async <T>(path: string, init?: RequestInit): Promise<T> =>
    (await (await request(path, init)).json()) as T;
  return {
    submit: async (urls, options) => {
      const body = JSON.stringify({ urls, ...options });
      const response = await call<{ results: Submitted[] }>("/v1/captures", { method: "POST", body });
      return response.results;
    },
    job: (id) => call(`/v1/jobs/${id}`),
    capture: (id) => call(`/v1/captures/${id}`),
  };
}
