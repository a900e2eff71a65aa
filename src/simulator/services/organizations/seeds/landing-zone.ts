import type { AccountSeed, OrganizationsSeed, PolicySeed } from './format.js';
import { guardrails } from './guardrails.js';

/**
 * The organization that a fresh Control Tower landing zone 4.0 leaves, with a handful of member accounts that people
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

export function landingZone(accountId: string): OrganizationsSeed {
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
    policies: [guardrail('qXkTbR', guardrails.securityUnit), guardrail('mVrLpD', guardrails.everyUnit)],
    root: {
      accounts: [member('300000000005', 'legacy-crm', { joinedMethod: 'INVITED' })],
      units: [
        {
          name: 'Security',
          policies: ['scp/aws-guardrails-qXkTbR'],
          accounts: [
            { id: '200000000001', name: 'Log Archive', email: 'log-archive@example.com' },
            { id: '200000000002', name: 'Audit', email: 'audit@example.com' },
          ],
        },
        {
          name: 'Sandbox',
          policies: ['scp/aws-guardrails-mVrLpD'],
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
