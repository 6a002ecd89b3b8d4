/** The direction of imports: functions → shared, events; infra knows names only; nothing imports a function. */

/** Adapters: the only places in shared/ that may touch an SDK. */
const ADAPTERS = "^shared/(aws/|index/(table|agenda|article-list|site-index|[a-z-]+-store)\\.ts$|observe\\.ts$)";
/** What infra may know of the code that it deploys. */
const NAMES = "^shared/(names|index/projections|api/routes)\\.ts$";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "functions-are-leaves",
      comment: "A function imports its own folder, shared/ and events/; nothing imports a function.",
      severity: "error",
      from: { path: "^(functions/[^/]+)/" },
      to: { path: "^(infra|local|bench|tests|functions)/", pathNot: "^$1/" },
    },
    {
      name: "nothing-imports-functions",
      severity: "error",
      from: { pathNot: "^(functions|tests|bench)/" },
      to: { path: "^functions/" },
    },
    {
      name: "shared-stands-alone",
      severity: "error",
      from: { path: "^(shared|events)/" },
      to: { path: "^(infra|functions|local|bench|tests)/" },
    },
    {
      name: "core-has-no-sdk",
      comment: "Only adapters talk to AWS.",
      severity: "error",
      from: { path: "^(shared|events)/", pathNot: ADAPTERS },
      to: { path: "node_modules/@aws-sdk/" },
    },
    {
      name: "core-has-no-io",
      comment: "The pure core opens no file, socket or process. shared/fetch is the one that talks to the web.",
      severity: "error",
      from: { path: "^(shared|events)/", pathNot: `${ADAPTERS}|^shared/fetch/` },
      to: { path: "^(node:)?(fs|fs/promises|net|http|https|tls|dns|child_process)$" },
    },
    {
      name: "infra-knows-names-only",
      severity: "error",
      from: { path: "^infra/" },
      to: { path: "^(shared|functions|events|local)/", pathNot: NAMES },
    },
    {
      name: "no-cdk-outside-infra",
      severity: "error",
      from: { pathNot: "^(infra|tests)/" },
      to: { path: "node_modules/(aws-cdk-lib|constructs|cdk-nag)/" },
    },
    {
      name: "dom-behind-one-door",
      comment: "The light DOM stands in front of jsdom: only shared/article/page/dom.ts may know of it.",
      severity: "error",
      from: { pathNot: "^(shared/article/page/dom\\.ts|tests/)" },
      to: { path: "node_modules/jsdom/" },
    },
    {
      name: "light-dom-stands-alone",
      comment: "A piece of its own: it knows parse5 and nothing of articles.",
      severity: "error",
      from: { path: "^shared/light-dom/" },
      to: { pathNot: "^shared/light-dom/|node_modules/parse5/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(cdk\\.out|node_modules/\\.cache)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
