import type { Finding, Guard, GuardInput } from './guard.js';
import { laidIn } from './template-roles.js';

const MOST_ACCOUNTS = 4;

export const trustOutsideOrganization: Guard = {
  code: 'trust-outside-organization',
  title: 'A role that somebody outside the organization may assume',
  reason:
    'A role that trusts an account outside the organization, an identity provider, or everybody without a condition on the organization, is a door in every account that it is laid in: who stands behind it is not bound by anything that this manifest says, and leaving the organization does not close it. Vendors and pipelines need such doors; each should be known, limited (an external id, a subject) and written down. Looked at are the trust policies of roles in templates that a plan lays or changes; an account of the organization is known by its id or its name, and a condition on `aws:PrincipalOrgID` counts. Sources: [access for third parties](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html), [data perimeter](https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html).',
  allowance:
    'An allowance at the baseline (`stack-baseline:NAME`) says who it is and why; known vendors of the manifest need it too.',
  lasting: true,
  *check(input: GuardInput): Iterable<Finding> {
    const written = new Set(
      input.changes.filter(({ action }) => action !== 'notice' && action !== 'remove').map(({ address }) => address),
    );
    const before = laidIn(input, input.before);
    for (const [address, { grantees, accounts }] of laidIn(input, input.after)) {
      if (!written.has(address)) continue;
      const had = before.get(address);
      for (const { kind, name, outside } of grantees) {
        if (kind !== 'role') continue;
        const old = had?.grantees.find((one) => one.kind === kind && one.name === name)?.outside ?? [];
        const fresh = outside.filter((who) => !old.includes(who));
        const wider = accounts.filter((account) => had !== undefined && !had.accounts.includes(account));
        const told = fresh.length > 0 ? fresh : wider.length > 0 ? outside : [];
        if (told.length === 0) continue;
        const where = fresh.length > 0 ? accounts : wider;
        yield {
          address,
          message: `the role ${name} may be assumed from outside the organization, by ${told.join(', ')}, in ${listed(where)}`,
          hint: `Trust accounts of the organization only, or add a condition on aws:PrincipalOrgID. If it is meant: guards: { allow: [{ code: trust-outside-organization, at: "${address}", reason: ..., until: ... }] }.`,
        };
      }
    }
  },
};

function listed(accounts: readonly string[]): string {
  if (accounts.length === 0) return 'accounts that join later';
  const names = accounts.map((account) => account.replace(/^account:/, ''));
  const rest = names.length - MOST_ACCOUNTS;
  return rest > 1 ? `${names.slice(0, MOST_ACCOUNTS).join(', ')} and ${rest} more accounts` : names.join(', ');
}
