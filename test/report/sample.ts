import type { Change, Plan } from '../../src/model.js';
import type { PlanView } from '../../src/report/view.js';

export const DIGEST = `7d3a91c4${'0'.repeat(56)}`;

type Loose = Partial<Change> & Pick<Change, 'address' | 'kind' | 'action'>;

/** Fills in what a change has at least; the caller gives the members of its action. */
export function change(given: Loose & Record<string, unknown>): Change {
  return { needs: [], after: [], reads: [], why: 'declared', ...given } as Change;
}

export function plan(more: Partial<Plan> = {}): Plan {
  return {
    format: 1,
    engine: '0.1.0',
    manifest: { name: 'bank', digest: 'a'.repeat(64) },
    organizationId: 'o-a1b2c3d4e5',
    homeRegion: 'ap-northeast-1',
    scope: [],
    changes: [],
    unknown: [],
    problems: [],
    allowed: [],
    unmanaged: [],
    quotas: [],
    reach: { accounts: 0, of: 6 },
    estimate: { low: 0, high: 0, writes: 0 },
    names: { accounts: {}, was: {} },
    guards: { passed: ['policy-size', 'lockout'] },
    ...more,
  };
}

export function view(given: Partial<Plan> = {}, more: Partial<PlanView> = {}): PlanView {
  return { plan: plan(given), digest: DIGEST, ...more };
}

const at = (line: number, file = 'manifest.yaml'): { origin: { file: string; line: number; column: number } } => ({
  origin: { file, line, column: 3 },
});

/** Every action and every block of a report at once. */
export const FULL: Plan = plan({
  changes: [
    change({
      address: 'unit:Workloads/Prod',
      kind: 'organizational-unit',
      action: 'create',
      to: { name: 'Prod', parent: 'unit:Workloads', tags: { purpose: 'production' } },
      ...at(20),
    }),
    change({
      address: 'policy:scp/deny-leave',
      kind: 'organization-policy',
      action: 'create',
      to: { type: 'scp', name: 'deny-leave', description: 'Nobody leaves', document: { Statement: [] } },
      ...at(31),
    }),
    change({
      address: 'account:payments-prod',
      kind: 'account',
      action: 'update',
      why: 'changed',
      from: { name: 'payments-prod', parent: 'unit:Sandbox' },
      to: { name: 'payments-prod', parent: 'unit:Workloads/Prod' },
      fields: [{ path: 'parent', from: 'unit:Sandbox', to: 'unit:Workloads/Prod' }],
      needs: ['unit:Workloads/Prod'],
      reads: [{ address: 'unit:Sandbox', digest: '0123456789abcdef' }],
      ...at(40, 'accounts/payments.yaml'),
    }),
    change({
      address: 'policy-attachment:scp/deny-leave@root',
      kind: 'policy-attachment',
      action: 'create',
      to: { policy: 'policy:scp/deny-leave', target: 'root' },
      needs: ['policy:scp/deny-leave'],
      ...at(34),
    }),
    change({
      address: 'policy-attachment:scp/deny-leave@unit:Workloads/Prod',
      kind: 'policy-attachment',
      action: 'create',
      to: { policy: 'policy:scp/deny-leave', target: 'unit:Workloads/Prod' },
      needs: ['policy:scp/deny-leave', 'unit:Workloads/Prod'],
      ...at(34),
    }),
    change({
      address: 'policy-attachment:scp/old@unit:Sandbox',
      kind: 'policy-attachment',
      action: 'remove',
      why: 'removed',
      from: { policy: 'policy:scp/old', target: 'unit:Sandbox' },
    }),
    change({
      address: 'policy:tag/cost-tags',
      kind: 'organization-policy',
      action: 'adopt',
      from: { name: 'cost-tags' },
      to: { name: 'cost-tags' },
      fields: [],
      ...at(50),
    }),
    change({
      address: 'policy:scp/protect',
      kind: 'organization-policy',
      action: 'update',
      from: { name: 'protect' },
      to: { name: 'protect' },
      fields: [{ path: 'description', from: 'a', to: 'b' }, { path: 'document' }],
      ...at(60),
    }),
    change({
      address: 'unit:Old/Place',
      kind: 'organizational-unit',
      action: 'replace',
      from: {},
      to: {},
      fields: [{ path: 'address', from: 'unit:Older/Place', to: 'unit:Old/Place' }],
      ...at(70),
    }),
    change({ address: 'policy-type:rcp', kind: 'policy-type', action: 'wait', why: 'running', to: { type: 'rcp' } }),
    change({
      address: 'policy-type:tag',
      kind: 'policy-type',
      action: 'expect',
      why: 'automatic',
      to: { type: 'tag' },
    }),
    change({ address: 'unit:Broken', kind: 'organizational-unit', action: 'repair', why: 'failed', from: {}, to: {} }),
    change({ address: 'unit:tmp-poc', kind: 'organizational-unit', action: 'notice', why: 'undeclared' }),
    change({
      address: 'policy:scp/theirs',
      kind: 'organization-policy',
      action: 'notice',
      why: 'foreign',
      detail: 'landing-zone',
    }),
  ],
  unknown: [
    {
      kind: 'trusted-access',
      reason: 'AccessDeniedException',
      missingPermission: 'organizations:ListAWSServiceAccessForOrganization',
    },
  ],
  problems: [
    {
      code: 'too-many-removals',
      severity: 'warning',
      message: '4 removals in one plan',
      hint: 'Allow it in guards.allow.',
      ...at(80),
    },
    { code: 'not-ours', severity: 'error', message: 'exists already', address: 'policy:scp/x' },
  ],
  allowed: [{ code: 'lockout', at: 'policy:scp/*', reason: 'CHG-1', until: '2026-12-31', ...at(90) }],
  unmanaged: ['policyTypes', 'trustedAccess'],
  quotas: [
    { subject: 'SCP root', before: 1, after: 2, limit: 10 },
    { subject: 'SCP unit:Full', before: 9, after: 9, limit: 10 },
    { subject: 'SCP unit:Roomy', before: 1, after: 1, limit: 10 },
  ],
  reach: { accounts: 4, of: 6 },
  estimate: { low: 61, high: 290, writes: 9, longest: 'policy-attachment:scp/deny-leave@root' },
});

export const FULL_VIEW: PlanView = {
  plan: FULL,
  digest: DIGEST,
  seconds: 41,
  calls: [{ api: 'organizations:ListAccounts', calls: 12, throttled: 0 }],
  describe: (given) =>
    given.address === 'policy:scp/protect' ? ['- Deny s3:*  unless PrincipalOrgID = o-a1b2c3d4e5', '+ Deny kms:*'] : [],
};
