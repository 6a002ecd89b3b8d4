/**
 * Owns the CDK app: its settings, its stacks and what each hands to the next. What a stack holds is in that stack's
 * file. Looks nothing up in an account, so that it synthesizes without one.
 */
import { App, DefaultStackSynthesizer, type StackProps, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { ApiStack } from "./api-stack.ts";
import { CustodyStack } from "./custody-stack.ts";
import { EdgeStack } from "./edge-stack.ts";
import { EventsStack } from "./events-stack.ts";
import { PipelineStack } from "./pipeline-stack.ts";
import { ScheduleStack } from "./schedule-stack.ts";
import { findArchiveAccess, findContact, findMinGapMs, findOwnHosts, findStage } from "./stages.ts";
import { StorageStack } from "./storage-stack.ts";

export interface BuildAppOptions {
  /**
   * CDK context, under whatever the CDK CLI passes (`stage`, `contact`, `aws:cdk:bundling-stacks`).
   * @default - the CLI's context alone; without the CLI, stage dev
   */
  readonly context?: Readonly<Record<string, unknown>>;
  /**
   * Folder that the cloud assembly is written to.
   * @default - the CLI's, or `CDK_OUTDIR`, or a temporary folder
   */
  readonly outdir?: string;
  /**
   * Whether CDK checks the templates against CloudFormation's schemas as well, which takes about three seconds. cdk-nag
   * runs in every case.
   * @default true
   */
  readonly checksSchemas?: boolean;
}

/** Flags that change what CDK writes; set here and not in cdk.json, so that tests and the CLI get the same templates. */
const FEATURE_FLAGS = {
  "@aws-cdk/aws-iam:minimizePolicies": true,
  "@aws-cdk/aws-apigateway:logGroupDestinationArnWithoutWildcard": true,
  "@aws-cdk/core:explicitStackTags": true,
  // An export cannot be deleted while another stack imports it: functions never lose their table under their feet.
  "@aws-cdk/core:defaultCrossStackReferences": "strong",
  "@aws-cdk/core:validateAgainstDefaultRules": true,
};

/**
 * Builds the whole app of one stage; call `synth()` on it for the templates.
 *
 * @throws SettingsError when the stage or the contact is missing or wrong.
 */
export function buildApp(options: BuildAppOptions = {}): App {
  const app = new App({
    analyticsReporting: false,
    // app.ts synthesizes; doing it at exit too would write an assembly without stacks where a setting was wrong.
    autoSynth: false,
    builtinCloudFormationValidation: options.checksSchemas ?? true,
    context: { stage: "dev", ...options.context },
    postCliContext: FEATURE_FLAGS,
    // The CLI checks the bootstrap version itself; without the rule a template has no parameter to resolve.
    defaultStackSynthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
  });
  const stage = findStage(app.node.tryGetContext("stage"));
  const contact = findContact(stage, app.node.tryGetContext("contact"));

  const stackProps = (name: string, description: string): StackProps => ({
    stackName: `pressmark-${stage.name}-${name}`,
    description,
    tags: { app: "pressmark", stage: stage.name },
    terminationProtection: !stage.mayDeleteData,
  });
  const id = (name: string) => `pressmark-${stage.name}-${name}`;

  const storage = new StorageStack(app, id("storage"), {
    ...stackProps("storage", "Pressmark: the bucket of WARC files and the table that indexes them"),
    stage,
  });
  const events = new EventsStack(app, id("events"), {
    ...stackProps("events", "Pressmark: the bus that says what was archived"),
    stage,
  });
  const edge = new EdgeStack(app, id("edge"), {
    ...stackProps("edge", "Pressmark: the address of the HTTP API"),
    stage,
  });
  const shared = { stage, table: storage.table, bucket: storage.bucket };
  const pipeline = new PipelineStack(app, id("pipeline"), {
    ...stackProps("pipeline", "Pressmark: the frontier, capture, extract and exports"),
    ...shared,
    contact,
    ownHosts: [edge.host, ...findOwnHosts(app.node.tryGetContext("ownHosts"))].join(","),
    minGapMs: findMinGapMs(app.node.tryGetContext("gapSeconds")),
    bus: events.bus,
  });
  const custody = new CustodyStack(app, id("custody"), {
    ...stackProps("custody", "Pressmark: what is done to what the archive holds"),
    ...shared,
    extractQueue: pipeline.extractQueue,
  });
  new ApiStack(app, id("api"), {
    ...stackProps("api", "Pressmark: the routes of the HTTP API: submit, sources, retrieve and transfers"),
    ...shared,
    api: edge.api,
    archiveAccess: findArchiveAccess(stage, app.node.tryGetContext("archiveAccess")),
    frontier: pipeline.frontier,
    polls: pipeline.polls,
    erasures: custody.erasures,
    imports: custody.imports,
    exports: custody.exports,
  });
  new ScheduleStack(app, id("schedule"), {
    ...stackProps("schedule", "Pressmark: what runs by the clock"),
    ...shared,
    frontierDeadLetters: pipeline.frontierDeadLetters,
    extractDeadLetters: pipeline.extractDeadLetters,
    pollsDeadLetters: pipeline.pollsDeadLetters,
    erasuresDeadLetters: custody.erasuresDeadLetters,
    requisitesDeadLetters: pipeline.requisitesDeadLetters,
    importsDeadLetters: custody.importsDeadLetters,
    exportsDeadLetters: custody.exportsDeadLetters,
    frontier: pipeline.frontier,
    polls: pipeline.polls,
  });

  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  return app;
}
