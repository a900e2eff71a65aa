import type { Address } from '../model.js';
import type { Finding, Guard } from './guard.js';
import { indexOf, nodeOf } from './picture.js';

export const unitReparent: Guard = {
  code: 'unit-reparent',
  title: 'An organizational unit would get another parent',
  reason:
    'AWS Organizations has no operation that moves a unit: a new one is created, the accounts are moved, the policies are attached again and the old one is deleted. The unit gets a new id, everything that names the old id (policies, StackSets, shares, conditions on aws:PrincipalOrgPaths) stops matching, and Control Tower must register the new unit and enrol its accounts again. Source: [Managing OUs](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_ous.html), [Control Tower: external resources](https://docs.aws.amazon.com/controltower/latest/userguide/external-resources.html).',
  allowance:
    'An allowance at the unit means that a new unit with a new id is accepted. Accounts are outside the old and the new protections for the time of the move.',
  *check(input): Iterable<Finding> {
    for (const change of input.changes) {
      if (change.action !== 'replace' || change.kind !== 'organizational-unit') continue;
      const old = change.fields.find(({ path }) => path === 'address')?.from;
      const known = nodeOf((typeof old === 'string' ? old : change.address) as Address);
      const { organization } = input.before;
      const accounts = known ? organization.accounts(known).length : 0;
      const units = known ? organization.units(known).length : 0;
      const policies = known ? indexOf(input.before).at(known).length : 0;
      yield {
        address: change.address,
        message: `the unit would move from ${String(change.from['parent'])} to ${String(change.to['parent'])}, which AWS cannot do: a new unit with a new id is created, ${accounts} account(s) and ${units} unit(s) below it are moved or made again, ${policies} policies are attached again, and Control Tower registers it as a new unit`,
        hint: 'Leave the unit where it is, or write an allowance for it once everything that uses its id is known.',
      };
    }
  },
};
