import type { AccountSeed, OrganizationsSeed, PolicySeed } from './format.js';
import { everyUnit, policy, securityUnit } from './guardrails.js';
import { everyUnitBefore4, securityUnitBefore4 } from './guardrails-before-4.js';

/**
 * The organization that a fresh Control Tower landing zone leaves, with a handful of member accounts that people
 * made since: one of them suspended, one invited and never moved from the root.
 */
const member = (id: string, name: string, more: Partial<AccountSeed> = {}): AccountSeed => ({
  id,
  name,
  email: `aws+${name}@example.com`,
  ...more,
});

const guardrail = (suffix: string, content: PolicySeed['content']): PolicySeed => ({
  name: `aws-guardrails-${suffix}`,
  type: 'SERVICE_CONTROL_POLICY',
  content,
});

/** Landing zones before 4.0 have two policies on each unit. */
const BEFORE_4: readonly PolicySeed[] = [
  guardrail('qXkTbR', policy(everyUnit)),
  guardrail('WzHfJc', policy([...everyUnitBefore4, ...securityUnitBefore4])),
  guardrail('mVrLpD', policy(everyUnit)),
  guardrail('gBnYsK', policy(everyUnitBefore4)),
];
const FROM_4: readonly PolicySeed[] = [
  guardrail('qXkTbR', policy([...everyUnit, ...securityUnit])),
  guardrail('mVrLpD', policy(everyUnit)),
];

export function landingZone(accountId: string, version: '3.3' | '4.0' = '4.0'): OrganizationsSeed {
  const isOld = version === '3.3';
  return {
    format: 1,
    managementAccount: { id: accountId, name: 'Management', email: 'management@example.com' },
    organization: { id: 'o-exampleorg1', rootId: 'r-ex01', featureSet: 'ALL' },
    policyTypes: ['SERVICE_CONTROL_POLICY'],
    trustedAccess: [
      'controltower.amazonaws.com',
      'sso.amazonaws.com',
      'config.amazonaws.com',
      'cloudtrail.amazonaws.com',
      'member.org.stacksets.cloudformation.amazonaws.com',
    ],
    policies: isOld ? BEFORE_4 : FROM_4,
    root: {
      accounts: [member('300000000005', 'legacy-crm', { joinedMethod: 'INVITED' })],
      units: [
        {
          name: 'Security',
          policies: ['scp/aws-guardrails-qXkTbR', ...(isOld ? ['scp/aws-guardrails-WzHfJc'] : [])],
          accounts: [
            { id: '200000000001', name: 'Log Archive', email: 'log-archive@example.com' },
            { id: '200000000002', name: 'Audit', email: 'audit@example.com' },
          ],
        },
        {
          name: 'Sandbox',
          policies: ['scp/aws-guardrails-mVrLpD', ...(isOld ? ['scp/aws-guardrails-gBnYsK'] : [])],
          accounts: [
            member('300000000001', 'payments-prod'),
            member('300000000002', 'payments-dev'),
            member('300000000003', 'data-platform'),
            member('300000000004', 'sandbox-alice'),
            member('300000000006', 'old-project', { state: 'SUSPENDED' }),
          ],
        },
      ],
    },
  };
}
