/**
 * Owns the list of resource types that are declared on AWS and do nothing here, each with the reason why nothing is
 * missed. A type that is neither here nor a provider stops the start.
 */

/** Type to reason. */
export const INERT: Readonly<Record<string, string>> = {
  "AWS::CDK::Metadata": "tells AWS which constructs were used",
  "AWS::ApiGatewayV2::Deployment": "the stage always serves what the template declares",
  "AWS::CloudWatch::Alarm": "there are no metrics to watch; the log files are at hand",
  "AWS::CloudWatch::Dashboard": "there are no metrics to show",
  "AWS::IAM::ManagedPolicy": "a role that uses one is refused by name",
  "AWS::Lambda::EventInvokeConfig": "asynchronous invocations are retried twice, which is Lambda's default",
  "AWS::Lambda::Permission": "only the services of the same templates can invoke",
  "AWS::Lambda::Version": "the one version is the latest",
  "AWS::Logs::LogGroup": "logs are files in the data folder",
  "AWS::Logs::MetricFilter": "there are no metrics",
  "AWS::Logs::QueryDefinition": "log files are read with the tools for files",
  "AWS::Logs::ResourcePolicy": "the bus writes its log file itself",
  "AWS::S3::BucketPolicy": "it only refuses requests without TLS, and here is only loopback",
  "AWS::SNS::Topic": "alarms are not raised here",
  "AWS::SNS::TopicPolicy": "alarms are not raised here",
  "AWS::SQS::QueuePolicy": "it only refuses requests without TLS, and here is only loopback",
};
