/** Owns calling a running archive's API from the command line. */

import type { Problem } from "../../shared/api/problems.ts";
import type { CaptureView, JobView, Submitted } from "../../shared/api/schemas.ts";
import type { Running } from "./running.ts";

export class ApiError extends Error {}

export interface ApiClient {
  /** Asks for captures of all URLs, without waiting. */
  submit(urls: readonly string[]): Promise<readonly Submitted[]>;
  job(id: string): Promise<JobView>;
  capture(id: string): Promise<CaptureView>;
}

export function createApiClient({ apiUrl, token }: Pick<Running, "apiUrl" | "token">): ApiClient {
  const call = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, ...init.headers };
    const response = await fetch(`${apiUrl}${path}`, { ...init, headers });
    const body: unknown = await response.json();
    if (!response.ok) throw new ApiError((body as Problem).detail ?? `${path} answered ${response.status}`);
    return body as T;
  };
  return {
    submit: async (urls) => {
      const body = JSON.stringify({ urls });
      const response = await call<{ results: Submitted[] }>("/v1/captures", { method: "POST", body });
      return response.results;
    },
    job: (id) => call(`/v1/jobs/${id}`),
    capture: (id) => call(`/v1/captures/${id}`),
  };
}
