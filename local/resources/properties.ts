/** Owns reading a resource's resolved properties, with errors that name the resource. Pure. */
import { CloudError } from "../cloud-error.ts";
import { isRecord, type Json, type JsonRecord } from "../template/json.ts";

/**
 * Typed reads of one JSON object. `path` leads every message, such as
 * `stack pressmark-dev-api, ApiStage (AWS::ApiGatewayV2::Stage)`.
 */
export class Properties {
  readonly path: string;
  readonly values: JsonRecord;

  constructor(path: string, values: JsonRecord) {
    this.path = path;
    this.values = values;
  }

  /** @throws CloudError when it is missing or no text. */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) throw this.problem(`${name} is missing`);
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    if (typeof value === "object") throw this.problem(`${name} is not text`);
    return String(value);
  }

  /** CloudFormation takes numbers as text too. */
  optionalNumber(name: string): number | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!Number.isFinite(number)) throw this.problem(`${name} is not a number`);
    return number;
  }

  flag(name: string): boolean {
    return String(this.values[name] ?? "false") === "true";
  }

  /** An empty list where the property is missing. */
  list(name: string): readonly Json[] {
    const value = this.values[name] ?? [];
    if (!Array.isArray(value)) throw this.problem(`${name} is not a list`);
    return value;
  }

  /** A list of objects, each with its own path. */
  records(name: string): readonly Properties[] {
    return this.list(name).map((value, index) => this.nested(`${name}[${index}]`, value));
  }

  /** An empty object where the property is missing. */
  record(name: string): Properties {
    return this.nested(name, this.values[name] ?? {});
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  /** @throws CloudError for a property that changes behaviour and has no counterpart here. */
  refuse(...names: readonly string[]): void {
    for (const name of names) {
      if (this.has(name)) throw this.problem(`the embedded cloud does not know the property ${name}`);
    }
  }

  problem(message: string): CloudError {
    return new CloudError(`${this.path}: ${message}`);
  }

  private nested(name: string, value: Json): Properties {
    if (!isRecord(value)) throw this.problem(`${name} is not an object`);
    return new Properties(`${this.path}, ${name}`, value);
  }
}
