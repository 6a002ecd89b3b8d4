/**
 * Owns what every function of the pipeline has in common: how it is bundled, its role, its log group, its environment.
 * What a function may do and how big it is, the stack that makes it says.
 */
import { join } from "node:path";
import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, CfnFunction, LoggingFormat, Runtime } from "aws-cdk-lib/aws-lambda";
import { type BundlingOptions, NodejsFunction, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { ENV, METRICS_NAMESPACE } from "../../shared/names.ts";
import { onOwnLog, type Right } from "../policies.ts";
import type { Stage } from "../stages.ts";

const PROJECT_ROOT = join(import.meta.dirname, "../..");

/** CommonJS dependencies inside an ES module bundle still call `require`, for Node's own modules. */
const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

export interface PipelineFunctionProps {
  readonly stage: Stage;
  /** Folder under functions/; the function is called `pressmark-<stage>-<name>`. */
  readonly name: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Settings beside the stage, by their names in shared/names.ts; a name that is not there cannot be set. */
  readonly environment: Partial<Record<Exclude<keyof typeof ENV, "stage">, string>>;
  /**
   * Options of its Node, as `NODE_OPTIONS` takes them.
   * @default - none
   */
  readonly nodeOptions?: string;
  /** All that the function may do, beside writing its own log. */
  readonly rights: readonly Right[];
  /**
   * Bundling that only this function needs.
   * @default - none
   */
  readonly bundling?: BundlingOptions;
}

export class PipelineFunction extends Construct {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    super(scope, id);
    const functionName = `pressmark-${props.stage.name}-${props.name}`;
    const logGroupName = `/aws/lambda/${functionName}`;
    const logGroup = new LogGroup(this, "LogGroup", {
      logGroupName,
      retention: props.stage.logRetentionDays,
      removalPolicy: props.stage.mayDeleteData ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    this.function = new NodejsFunction(this, "Function", {
      functionName,
      description: props.description,
      entry: join(PROJECT_ROOT, "functions", props.name, "handler.ts"),
      projectRoot: PROJECT_ROOT,
      depsLockFilePath: join(PROJECT_ROOT, "package-lock.json"),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      role: this.createRole(props, logGroupName),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: toEnvironment(props),
      bundling: toBundling(props.bundling),
    });
    // CDK has the function wait for the role's separate policies. There are none, and cfn-lint calls it redundant (W3005).
    const resource = this.function.node.defaultChild;
    if (resource instanceof CfnFunction) resource.addDeletionOverride("DependsOn");
  }

  /** The role has all its rights inline and takes no more: CDK's own grants would widen it unseen. */
  private createRole(props: PipelineFunctionProps, logGroupName: string) {
    const rights = [onOwnLog(this, logGroupName), ...props.rights];
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: `What pressmark-${props.stage.name}-${props.name} may do`,
      inlinePolicies: {
        rights: new PolicyDocument({ statements: rights.map((right) => right.statement) }),
      },
    });
    for (const { wildcard } of rights) {
      if (!wildcard) continue;
      Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[${wildcard.finding}]`, reason: wildcard.reason });
    }
    return role.withoutPolicyUpdates();
  }
}

function toEnvironment(props: PipelineFunctionProps): Record<string, string> {
  const settings = { ...props.environment, stage: props.stage.name };
  return {
    ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [ENV[key as keyof typeof ENV], value])),
    POWERTOOLS_SERVICE_NAME: props.name,
    POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
    ...(props.nodeOptions === undefined ? {} : { NODE_OPTIONS: props.nodeOptions }),
  };
}

function toBundling(own: BundlingOptions = {}): BundlingOptions {
  return {
    format: OutputFormat.ESM,
    target: "node24",
    mainFields: ["module", "main"],
    keepNames: true,
    // Minified, the largest bundle was a fifth smaller zipped and loaded no faster (0.49 s against 0.42 s); as it is, a
    // stack trace names functions, and the bundle its files, without source maps.
    minify: false,
    sourceMap: false,
    bundleAwsSDK: true,
    banner: REQUIRE_BANNER,
    ...own,
  };
}
