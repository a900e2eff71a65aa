import { beforeAll, describe, expect, it } from '@jest/globals';
import { rootAuditRun } from '../../src/engine/root-audit.js';
import { type DriftReport, driftOf, textDrift } from '../../src/report/drift.js';
import { PLAIN } from '../../src/report/style.js';
import { documentOf, load } from '../docs/example.js';
import { actions, Bench, ENGINE_VERSION } from '../support/organization.js';
import { worldText } from '../support/world-text.js';
import { makeEdits } from './edits.js';
import type { EditCall } from './format.js';

const manifest = await load();
const { Statement, ...rest } = documentOf(manifest, 'protect-detection');
/** One statement less than declared. */
const WEAKENED = { ...rest, Statement: Array.isArray(Statement) ? Statement.slice(1) : [] };

/** What five people do to the organization without the manifest, and what drift must call each. */
const DRILL: readonly {
  readonly what: string;
  readonly edit: EditCall;
  readonly address: string;
  readonly drift: DriftReport['items'][number]['class'];
}[] = [
  {
    what: 'an SCP is detached from the root',
    edit: { call: 'DetachPolicy', with: { PolicyId: 'policy:scp/deny-leave-organization', TargetId: 'root' } },
    address: 'policy-attachment:scp/deny-leave-organization@root',
    drift: 'ours',
  },
  {
    what: 'the content of an SCP is weakened',
    edit: { call: 'UpdatePolicy', with: { PolicyId: 'policy:scp/protect-detection', Content: WEAKENED } },
    address: 'policy:scp/protect-detection',
    drift: 'ours',
  },
  {
    what: 'an account is moved to the root',
    edit: {
      call: 'MoveAccount',
      with: {
        AccountId: 'account:data-platform',
        SourceParentId: 'unit:Workloads/Prod',
        DestinationParentId: 'root',
      },
    },
    address: 'account:data-platform',
    drift: 'ours',
  },
  {
    what: 'a tag is changed',
    edit: {
      call: 'TagResource',
      with: { ResourceId: 'account:payments-dev', Tags: [{ Key: 'owner', Value: 'somebody' }] },
    },
    address: 'account:payments-dev',
    drift: 'ours',
  },
  {
    what: 'an OU appears that nobody declared',
    edit: { call: 'CreateOrganizationalUnit', with: { ParentId: 'root', Name: 'tmp-poc' } },
    address: 'unit:tmp-poc',
    drift: 'undeclared',
  },
];

/** A neighbour that was there all the time: not drift of ours, and not nobody's. */
const NEIGHBOUR: EditCall = {
  call: 'CreatePolicy',
  with: {
    Type: 'SERVICE_CONTROL_POLICY',
    Name: 'network-perimeter',
    Description: '',
    Content: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'ec2:CreateVpc', Resource: '*' }] },
    Tags: [{ Key: 'towerctl:manifest', Value: 'network' }],
  },
};

describe('the drift drill on the worked example', () => {
  const bench = new Bench();
  let converged: string;

  const drift = async (): Promise<DriftReport> => {
    const run = await bench.plan(manifest);
    return driftOf({ plan: run.plan, digest: run.digest });
  };
  const classes = (report: DriftReport): object =>
    Object.fromEntries(report.items.map((item) => [item.address, item.class]));

  beforeAll(async () => {
    await bench.converge(manifest);
    // What the first plan could not see: root users, and the audit account before its reading role was there.
    await rootAuditRun(manifest, { aws: bench.session(), clock: bench.clock, engineVersion: ENGINE_VERSION });
    await bench.converge(manifest);
    await makeEdits(bench, [NEIGHBOUR]);
    converged = await worldText(bench);
  });

  it('begins without any drift of ours', async () => {
    expect(classes(await drift())).toEqual({ 'policy:scp/network-perimeter': 'foreign' });
  });

  it('reports 5 of 5, each by name, and tells them apart', async () => {
    for (const { edit } of DRILL) await makeEdits(bench, [edit]);
    // Time for Control Tower, which follows the move by itself: automatic enrolment is on.
    await bench.clock.sleep(60_000);
    const report = await drift();
    expect(classes(report)).toEqual({
      ...Object.fromEntries(DRILL.map(({ address, drift: expected }) => [address, expected])),
      'policy:scp/network-perimeter': 'foreign',
    });
    const text = textDrift(report, PLAIN);
    expect(text).toContain('Drift 4 ours, 1 undeclared, 1 foreign');
    for (const { address } of DRILL) expect(text).toContain(address);
    expect(text).toContain('was moved: lives in root, belongs in unit:Workloads/Prod');
    expect(text).toContain('has another tag owner: "somebody", declared "payments"');
  });

  it('is healed by apply where it is ours; the rest stays and stays reported', async () => {
    const { plan } = await bench.plan(manifest);
    // What AWS does by itself when the account is back in its unit is awaited, not written.
    expect(actions(plan)).toEqual([
      'update policy:scp/protect-detection',
      'create policy-attachment:scp/deny-leave-organization@root',
      'update account:payments-dev',
      'update account:data-platform',
      'expect baseline:AWSControlTowerBaseline@unit:Workloads/Prod',
      'expect stack-baseline:break-glass',
    ]);
    expect((await bench.apply(plan)).state).toBe('complete');
    await bench.clock.sleep(60_000);
    expect(classes(await drift())).toEqual({
      'unit:tmp-poc': 'undeclared',
      'policy:scp/network-perimeter': 'foreign',
    });
    expect(await worldText(bench)).toBe(withUnit(converged, 'tmp-poc'));
  });
});

/** The same organization with one empty unit more, after the other units. */
function withUnit(world: string, name: string): string {
  return world.replace(/^types:/m, `  unit:${name}\ntypes:`);
}
