/**
 * The import direction (docs/architecture.md). `npm run lint` prints every chain that breaks it.
 * Each folder may import the ground floor, itself, and what is listed for it here; nothing else.
 */
const ground = [
  'src/(model|organization|errors|events|kind|section|clock|names|package-folder)\\.ts$',
  'src/model/',
  'src/facts/',
];

const floors = {
  iam: [],
  wire: [],
  aws: ['src/wire/'],
  manifest: [],
  // What is found about root users, and what is done as them.
  root: ['src/aws/'],
  kinds: ['src/aws/', 'src/wire/', 'src/manifest/', 'src/iam/', 'src/root/'],
  // What a role may: from what kinds declare, whichever they are.
  permissions: ['src/aws/(member|root-session)\\.ts$', 'src/kinds/surroundings\\.ts$'],
  // Who may write, and what a run leaves: both in the run bucket.
  lease: ['src/aws/'],
  runs: ['src/aws/', 'src/lease/'],
  plan: [],
  // Guards know what a spec looks like (a template's IAM included), and nothing of how it is read or written.
  guards: ['src/iam/', 'src/kinds/[^/]+/spec\\.ts$', 'src/kinds/stack-baseline/template/'],
  // Apply asks what kind of fault it met; it makes no calls.
  apply: ['src/aws/faults\\.ts$'],
  // Verdicts are words that both sides know; how they are come by is the checklist's alone.
  report: ['src/iam/', 'src/plan/', 'src/permissions/', 'src/checklist/verdict\\.ts$', 'src/root/(result|words)\\.ts$'],
  // What a pull request is told, and how it gets there.
  comment: ['src/report/'],
  // An event and what follows from it: pure, knows nothing of kinds.
  lifecycle: [],
  // Events between two runs: in the run bucket. The function that AWS calls with them is as thin as that.
  'events-queue': ['src/aws/', 'src/lifecycle/', 'src/runs/', 'src/deployment/names\\.ts$'],
  'events-function': ['src/aws/', 'src/lifecycle/', 'src/runs/', 'src/events-queue/', 'src/deployment/names\\.ts$'],
  checklist: ['src/aws/', 'src/manifest/', 'src/kinds/', 'src/iam/', 'src/root/'],
  engine: [
    'src/aws/',
    'src/root/',
    'src/manifest/',
    'src/kinds/',
    'src/plan/',
    'src/guards/',
    'src/apply/',
    'src/checklist/',
    'src/lease/',
    'src/lifecycle/',
  ],
  // What a build of a pipeline does: the line, with what it leaves in the run bucket. Knows no arguments and no terminal.
  stages: [
    'src/engine\\.ts$',
    'src/engine/',
    'src/aws/',
    'src/manifest/',
    'src/kinds/',
    'src/plan/',
    'src/guards/',
    'src/apply/',
    'src/report/',
    'src/lease/',
    'src/runs/',
    'src/lifecycle/',
    'src/events-queue/',
    'src/deployment/names\\.ts$',
  ],
  // What is deployed: names that its parts find each other by, and what the CDK app is told.
  deployment: ['src/manifest/pipeline\\.ts$', 'src/permissions/document\\.ts$'],
  // From a manifest to the CDK's own tool.
  bootstrap: ['src/deployment/', 'src/manifest/', 'src/kinds/', 'src/permissions/', 'src/report/'],
  // The policy language is the house's own: what a service control policy denies is denied here too.
  simulator: ['src/wire/', 'src/iam/'],
};

const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    only('model-imports-nothing', '^src/model(/|\\.ts$)', ['^src/model/']),
    only('ground-floor', ground, ground),
    ...Object.entries(floors).map(([folder, allowed]) =>
      only(`${folder}-imports`, `^src/${folder}/`, [...ground, `^src/${folder}/`, ...allowed]),
    ),
    only('engine-line', '^src/engine\\.ts$', ['^src/(?!cli/|simulator/)']),
    {
      name: 'src-knows-no-cdk-app',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: ['^pipeline/', 'aws-cdk-lib'] },
    },
    { name: 'nothing-imports-cli', severity: 'error', from: { pathNot: '^src/cli/' }, to: { path: '^src/cli/' } },
    {
      name: 'sdk-clients-in-aws-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(aws|simulator)/' },
      to: { path: 'node_modules/@aws-sdk/client-' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
