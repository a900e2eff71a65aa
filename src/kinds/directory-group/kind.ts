import type { Kind } from '../../kind.js';
import type { Change } from '../../model.js';
import { assignedAccounts } from '../permission-assignment/spec.js';
import type { Surroundings } from '../surroundings.js';
import { READ_THE_ORGANIZATION } from '../surroundings.js';
import { desired } from './desired.js';
import { live } from './live.js';
import { groups } from './section.js';
import { shows } from './shows.js';
import type { DirectoryGroupSpec } from './spec.js';
import { steps } from './steps.js';

export const directoryGroup: Kind<DirectoryGroupSpec, Surroundings> = {
  name: 'directory-group',
  prefix: 'group',
  title: 'group of the directory',
  about: `A group of Identity Center's own directory, and who is in it. A group that the manifest does not name can be assigned too (\`assignments\`): it only has to exist.

**Created** with its members, one write each. **Updated**: description and members, those that come before those that go; \`members\` is exact when given, and membership is left alone when it is not. A user that does not exist is a problem of the plan: towerctl makes no users. **Removed** only with \`state: off\`, as a group carries nothing that says whose it is: what is left out of the manifest is no longer looked at. For the same reason a group that is there already is simply taken as it is, and what differs is changed.

A group that comes from an **identity provider** outside (SCIM) is never changed: the provider would write it again. **Control Tower's own groups** may be given members; their names and descriptions are Control Tower's.

Only declared groups are read: three calls each, and one for each user that is named.

Sources: [Identity Store API](https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/welcome.html), [Control Tower's groups](https://docs.aws.amazon.com/controltower/latest/userguide/sso-groups.html).`,
  // The `identityCenter` section is the permission-set kind's.
  sections: [groups],
  readsSections: [groups.key],
  undeclared: 'ignore',
  ownable: false,
  desired,
  needs: () => [],
  live,
  narrow: (live, wanted) => ({
    name: live.name,
    ...(live.description !== undefined && wanted.description !== undefined && { description: live.description }),
    ...(live.members && wanted.members && { members: live.members }),
  }),
  canonical: (spec) => ({ ...spec, ...(spec.members && { members: [...spec.members].sort() }) }),
  reliedOn: ({ name }) => ({ name }),
  takesBack: (from, to) => ({
    name: from.name,
    ...(from.description !== undefined && to.description !== undefined && { description: from.description }),
    ...(from.members && to.members && { members: from.members }),
  }),
  steps,
  begun: (live, wanted) => (live.members ?? []).every((name) => wanted.members?.includes(name)),
  lanes: () => [],
  follows: (_change, others) => (others.get('landing-zone') ?? []).map(({ address }) => address),
  shows,
  describe,
  targets: ({ name }, _address, specs) =>
    assignedAccounts(specs, ({ principal }) => principal.type === 'group' && principal.name === name),
  actions: {
    read: [
      ...READ_THE_ORGANIZATION,
      'sso:ListInstances',
      'identitystore:GetGroupId',
      'identitystore:GetUserId',
      'identitystore:DescribeGroup',
      'identitystore:DescribeUser',
      'identitystore:ListGroupMemberships',
      'identitystore:ListUsers',
    ],
    write: [
      'identitystore:CreateGroup',
      'identitystore:UpdateGroup',
      'identitystore:DeleteGroup',
      'identitystore:CreateGroupMembership',
      'identitystore:DeleteGroupMembership',
    ],
  },
};

/** People by name: who comes in, and who loses what the group has. */
function describe(change: Change<DirectoryGroupSpec>): readonly string[] {
  switch (change.action) {
    case 'create': {
      const { description, members } = change.to;
      return [
        ...(description === undefined ? [] : [`"${description}"`]),
        ...(members && members.length > 0 ? [`members: ${people(members)}`] : []),
      ];
    }
    case 'remove': {
      const { members = [] } = change.from;
      return members.length === 0 ? [] : [`its members lose what they have through it: ${people(members)}`];
    }
    case 'update': {
      const { from, to } = change;
      if (to.members === undefined) return [];
      const [had, has] = [from.members ?? [], to.members];
      const [come, go] = [has.filter((name) => !had.includes(name)), had.filter((name) => !has.includes(name))];
      return [
        ...(come.length === 0 ? [] : [`+ ${count(come.length)}: ${people(come)}`]),
        ...(go.length === 0 ? [] : [`- ${count(go.length)}: ${people(go)}`]),
      ];
    }
    default:
      return [];
  }
}

const NAMED = 10;

function people(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return rest > 1 ? `${names.slice(0, NAMED).join(', ')} and ${rest} more` : names.join(', ');
}

function count(number: number): string {
  return `${number} member${number === 1 ? '' : 's'}`;
}
