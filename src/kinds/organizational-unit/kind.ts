import type { Kind } from '../../kind.js';
import { narrowKey, narrowTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
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
    read: [
      'organizations:DescribeOrganization',
      'organizations:ListRoots',
      'organizations:ListAccounts',
      'organizations:ListAccountsForParent',
      'organizations:ListOrganizationalUnitsForParent',
      'organizations:ListTagsForResource',
      'tag:GetResources',
    ],
    write: [
      'organizations:CreateOrganizationalUnit',
      'organizations:UpdateOrganizationalUnit',
      'organizations:DeleteOrganizationalUnit',
      'organizations:TagResource',
      'organizations:UntagResource',
    ],
  },
};
