import type { Address, NodeName } from '../model.js';
import type { Finding, Guard } from './guard.js';

export const unitNotEmpty: Guard = {
  code: 'unit-not-empty',
  title: 'An organizational unit that still holds something would be removed',
  reason:
    'AWS Organizations deletes only a unit without accounts and without units. Accounts that nobody declares are never moved by towerctl, least of all to the root, so a unit that holds some stays. Source: [DeleteOrganizationalUnit](https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteOrganizationalUnit.html).',
  allowance: 'There is none: AWS itself refuses. Say where what is in it belongs, or keep the unit in the manifest.',
  absolute: true,
  *check(input): Iterable<Finding> {
    const removed = new Set<Address>();
    for (const change of input.changes) {
      if (change.action === 'remove' && change.kind === 'organizational-unit') removed.add(change.address);
    }
    for (const address of removed) {
      const left = input.after.organization
        .children(address as NodeName)
        .filter((child) => !removed.has(child as Address));
      if (left.length === 0) continue;
      const some = left.slice(0, 5).join(', ');
      yield {
        address,
        message: `the unit is not in the manifest any more, but still holds ${some}${left.length > 5 ? ` and ${left.length - 5} more` : ''}`,
        hint: 'Declare where they belong, or keep the unit in the manifest.',
      };
    }
  },
};
