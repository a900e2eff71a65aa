import { assignmentsOf } from './assignments.js';
import type { Finding, Guard } from './guard.js';

const NAMED = 5;

export const directoryGroupAssigned: Guard = {
  code: 'directory-group-assigned',
  title: 'A group would be removed that still lets its members in somewhere',
  reason:
    'When a group is deleted its members lose what they have through it at once, and Identity Center keeps the assignments of a principal that is no more: nobody sees any longer whom they were for. Source: [Delete groups](https://docs.aws.amazon.com/singlesignon/latest/userguide/deletegroups.html).',
  allowance: 'An allowance at the address of the group removes it all the same, and leaves the assignments behind.',
  *check({ changes, after }): Iterable<Finding> {
    const removed = changes.filter(({ kind, action }) => kind === 'directory-group' && action === 'remove');
    if (removed.length === 0) return;
    const assignments = assignmentsOf(after);
    for (const { address } of removed) {
      const held = assignments.filter(
        ({ spec: { principal } }) => principal.type === 'group' && `group:${principal.name}` === address,
      );
      if (held.length === 0) continue;
      const places = held.map(({ spec }) => `${spec.permissionSet} in ${nameOf(spec.account)}`).sort();
      const shown = places.length > NAMED + 1 ? places.slice(0, NAMED) : places;
      const more = places.length > shown.length ? ` and ${places.length - shown.length} more` : '';
      yield {
        address,
        message: `the group ${nameOf(address)} still lets its members in: ${shown.join(', ')}${more}`,
        hint: 'Remove these assignments in the same plan, with state: off.',
      };
    }
  },
};

function nameOf(address: string): string {
  return address.slice(address.indexOf(':') + 1);
}
