import type { Kind } from '../../kind.js';
import { narrowKey, narrowTags } from '../ownership.js';
import { READ_THE_ORGANIZATION, type Surroundings } from '../surroundings.js';
import { desired } from './desired.js';
import { confirm, live } from './live.js';
import { organizationalUnits } from './section.js';
import { shows } from './shows.js';
import type { UnitSpec } from './spec.js';
import { steps } from './steps.js';

export const organizationalUnit: Kind<UnitSpec, Surroundings> = {
  name: 'organizational-unit',
  prefix: 'unit',
  title: 'organizational unit',
  about: `A unit of the organization's tree, at most five levels below the root.

**Created** below its parent, parents first, with our tags in the create call. **Renamed** in place when the manifest says \`was:\`; id, policies and all below it stay. A rename by hand is recognised by the \`towerctl:key\` tag and taken back. **Removed** when it is ours, no longer declared and empty; one that still holds an account or a unit is refused with their names, for AWS deletes only empty units and towerctl moves no account that nobody declared.

**Re-parented** never in place: AWS Organizations has no such operation. \`was:\` with a path plans a new unit with a new id, moves declared accounts, attaches policies again and removes the old unit when it is empty; the guard \`unit-reparent\` wants an allowance. **Adopted** by itself when name, place and declared tags agree, else with \`adopt: true\`; \`existing: true\` only refers to a unit and never touches it.

Sources: [CreateOrganizationalUnit](https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganizationalUnit.html), [quotas](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).`,
  sections: [organizationalUnits],
  readsSections: [organizationalUnits.key],
  undeclared: 'remove',
  ownable: true,
  desired,
  needs: (spec) => (spec.parent === 'root' ? [] : [spec.parent]),
  live,
  confirm,
  narrow: (live, wanted) => ({
    name: live.name,
    parent: live.parent,
    ...narrowKey(live, wanted),
    ...narrowTags(live.tags, wanted.tags),
  }),
  steps,
  lanes: () => [],
  shows,
  describe: (change) =>
    change.action === 'replace'
      ? [
          'AWS cannot move a unit: a new one takes its place, with a new id',
          'its accounts are moved, its policies attached again; Control Tower must register the new one',
        ]
      : [],
  targets: (_spec, address) => [address as `unit:${string}`],
  actions: {
    read: [...READ_THE_ORGANIZATION],
    write: [
      'organizations:CreateOrganizationalUnit',
      'organizations:UpdateOrganizationalUnit',
      'organizations:DeleteOrganizationalUnit',
      'organizations:TagResource',
      'organizations:UntagResource',
    ],
  },
};
