/**
 * Owns logs and metrics: one JSON line for each record's outcome, with the fields that STAGE_FIELDS names. No bodies,
 * credentials or query strings go into a log.
 */
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { MiddlewareObj } from "@middy/core";
import { METRICS_NAMESPACE } from "./names.ts";

/** What every outcome line says. */
export interface Outcome {
  readonly outcome: string;
  readonly jobId?: string | undefined;
  readonly captureId?: string | undefined;
  readonly host?: string | undefined;
  readonly code?: string | undefined;
  readonly ms?: number | undefined;
  readonly attempt?: number | undefined;
  readonly sourceId?: string | undefined;
  readonly runId?: string | undefined;
  /** How many, where the outcome is of several. */
  readonly items?: number | undefined;
  readonly error?: unknown;
}

export interface Observer {
  /** Logs one record's outcome and counts it as a metric of the same name. */
  outcome(fields: Outcome): void;
  /** Counts what is too common for a line each. */
  count(metric: string, times: number): void;
  /** Sends the counted metrics; call it once at the end of each invocation. */
  flush(): void;
}

/** @param stage - the function's name: the `stage` of each line and the metrics' dimension. */
export function createObserver(stage: string): Observer {
  const logger = new Logger({ serviceName: stage });
  const metrics = new Metrics({ namespace: METRICS_NAMESPACE, serviceName: stage });
  return {
    outcome({ error, ...fields }) {
      const line = { stage, ...fields, ...(error === undefined ? {} : { error: toError(error) }) };
      if (error === undefined) logger.info(fields.outcome, line);
      else logger.error(fields.outcome, line);
      metrics.addMetric(fields.outcome, MetricUnit.Count, 1);
      if (fields.ms !== undefined) metrics.addMetric(`${fields.outcome}-ms`, MetricUnit.Milliseconds, fields.ms);
    },
    count(metric, times) {
      metrics.addMetric(metric, MetricUnit.Count, times);
    },
    flush() {
      metrics.publishStoredMetrics();
    },
  };
}

/** Sends the counted metrics when the handler is done, whatever came of it. */
export function flushObserver(observer: Observer): MiddlewareObj {
  const flush = () => observer.flush();
  return { after: flush, onError: flush };
}

/** Host of a URL, for logs. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "?";
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
