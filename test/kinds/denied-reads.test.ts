import { KINDS } from '../../src/kinds/index.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { Plan } from '../../src/model.js';
import { isActive } from '../../src/plan/order.js';
import { actions, Bench } from '../support/organization.js';
import { laid, manifestWith, NOTHING, SEED, type Sections, WHOLE } from './identity-world.js';

/** What could not be read is unknown: nothing is made, changed or taken away on the strength of it, and the plan says so. */

const KINDS_READ = [
  'permission-set',
  'directory-group',
  'permission-assignment',
  'config-rule',
  'conformance-pack',
  'config-aggregator',
  'delegated-administrator',
  'root-access',
];

/** Of each kind something new, something else and something less. */
const CHANGED: Sections = {
  permissionSets: '{ Developer: { managed: [ReadOnlyAccess] }, Viewer: { managed: [ReadOnlyAccess] } }',
  groups: '{ platform: { members: [jo] }, newcomers: {} }',
  assignments: `
  - { group: platform, permissionSet: Developer, targets: [account:payments-dev] }
  - { group: newcomers, permissionSet: Viewer, targets: [account:payments-prod] }`,
  configRules:
    '{ tls2: { managed: S3_BUCKET_SSL_REQUESTS_ONLY, targets: [account:payments-dev], regions: [ap-northeast-1] } }',
  conformancePacks: '{ pci2: { file: pci.yaml, targets: [account:payments-dev], regions: [ap-northeast-1] } }',
  configAggregators: '{ other: { regions: [ap-northeast-1] } }',
  delegatedAdministrators: '{ identityCenter: account:payments-dev }',
  rootAccess: '{ sessions: true }',
};

const OURS = /^(?:sso|identitystore|config|iam):|:ListDelegatedAdministrators$/;
/** Asked about what was begun, and for the sake of a hint. */
const WHILE_APPLYING = /:Describe\w+(?:Provisioning|Creation|Deletion)Status$|:List(?:Groups|Users)$/;
const READS = new Set(
  KINDS.filter(({ name }) => KINDS_READ.includes(name)).flatMap(({ actions: { read } }) =>
    read.filter((action) => OURS.test(action) && !WHILE_APPLYING.test(action)),
  ),
);

interface Case {
  readonly manifest: Manifest;
  readonly known: Plan;
}

describe('reads that are denied', () => {
  let bench: Bench;
  let cases: readonly Case[];

  beforeAll(async () => {
    bench = await laid(new Bench({ seed: SEED }));
    const manifests = await Promise.all([WHOLE, CHANGED, NOTHING].map((sections) => manifestWith(sections)));
    cases = await Promise.all(
      manifests.map(async (manifest) => ({ manifest, known: (await bench.plan(manifest)).plan })),
    );
  });

  afterEach(() => bench.simulator.faults.clear());

  test('with everything read, the first manifest is as it should be, and the others have work for every kind', () => {
    const [whole, changed, nothing] = cases.map(({ known }) => known.changes.filter(isActive));
    expect(whole).toEqual([]);
    expect(new Set(changed?.map(({ kind }) => kind))).toEqual(new Set(KINDS_READ));
    expect(new Set(nothing?.map(({ kind }) => kind))).toEqual(
      new Set(['permission-set', 'permission-assignment', 'config-rule', 'conformance-pack', 'config-aggregator']),
    );
  });

  test.each([...READS])('%s denied', async (operation) => {
    bench.simulator.faults.add({ operation, code: 'AccessDeniedException', times: 'always' });
    for (const { manifest, known } of cases) {
      const { plan } = await bench.plan(manifest);
      const seen = new Set(actions(plan));
      expect(actions(known)).toEqual(expect.arrayContaining([...seen]));
      const unknown = new Set(plan.unknown.map(({ kind }) => kind));
      const silent = known.changes
        .filter(isActive)
        .filter(({ action, address, kind }) => !seen.has(`${action} ${address}`) && !unknown.has(kind));
      expect(silent).toEqual([]);
    }
  });
});
