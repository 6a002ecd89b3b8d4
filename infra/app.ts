/** The CDK app's entry, as cdk.json names it. Owns only how a wrong setting is said; build-app.ts owns the app. */
import { buildApp } from "./build-app.ts";
import { SettingsError } from "./stages.ts";

try {
  buildApp().synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
