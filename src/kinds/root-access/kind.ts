import type { Kind } from '../../kind.js';
import type { Address, Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { desired } from './desired.js';
import { live } from './live.js';
import { rootAccessSection as section } from './section.js';
import { type RootAccessSpec, rootAccessAddress } from './spec.js';
import { steps } from './steps.js';

export const rootAccess: Kind<RootAccessSpec, Surroundings> = {
  name: 'root-access',
  prefix: 'root-access',
  title: 'feature of centralized root access',
  about: `Two switches of IAM for the whole organization. \`credentials-management\` (AWS: RootCredentialsManagement): member accounts that are made from then on have no root credentials, those of existing members can be deleted, and nobody recovers a member's root password by email any more. \`sessions\` (RootSessions): privileged tasks in members through sts:AssumeRoot, among them the one that lets a recovery through again.

**Created**: switched on, after trusted access of \`iam.amazonaws.com\` and, of the two, credentials first; only the management account may. **Removed**: switched off with \`false\`, sessions first, trusted access last; the guard \`root-access-off\` asks for an allowance. Left out, a switch stays as it is: it carries no tag and belongs to nobody. While trusted access is off AWS does not list the features but refuses: that means that both are off.

Sources: [centralize root access](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html), [EnableOrganizationsRootCredentialsManagement](https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableOrganizationsRootCredentialsManagement.html).`,
  sections: [section],
  readsSections: [section.key],
  undeclared: 'ignore',
  ownable: false,
  desired,
  needs: () => ['trusted-access:iam.amazonaws.com'],
  live,
  steps,
  lanes: () => [{ lane: 'root-access', limit: 1 }],
  waitsFor,
  shows: async (change, { aws }) => {
    const spec = 'to' in change ? change.to : change.from;
    if (spec === undefined) return true;
    const features = await aws.iam.organizationFeatures();
    const isOn = features !== 'no trusted access' && features.includes(spec.feature);
    return isOn === (change.action !== 'remove');
  },
  describe: (change) => {
    if (change.action === 'create') return [GAINS[change.to.feature]];
    return change.action === 'remove' ? [LOSES[change.from.feature]] : [];
  },
  targets: () => ['root'],
  actions: {
    read: ['iam:ListOrganizationsFeatures'],
    write: [
      'iam:EnableOrganizationsRootCredentialsManagement',
      'iam:DisableOrganizationsRootCredentialsManagement',
      'iam:EnableOrganizationsRootSessions',
      'iam:DisableOrganizationsRootSessions',
    ],
  },
};

/** Credentials before sessions, and back the other way round. */
function waitsFor(change: Change<RootAccessSpec>, others: ReadonlyMap<string, readonly Change[]>): readonly Address[] {
  const before = (action: 'create' | 'remove', address: Address): readonly Address[] =>
    (others.get('root-access') ?? [])
      .filter((other) => other.action === action && other.address === address)
      .map((other) => other.address);
  if (change.action === 'create' && change.to.feature === 'sessions')
    return before('create', rootAccessAddress('credentials-management'));
  if (change.action === 'remove' && change.from.feature === 'credentials-management')
    return before('remove', rootAccessAddress('sessions'));
  return [];
}

const GAINS: Readonly<Record<RootAccessSpec['feature'], string>> = {
  'credentials-management':
    'members made from now on have no root credentials; a root password of a member can no longer be recovered by email',
  sessions: 'the management account and the administrator of IAM may act as root in members, for AWS’s five tasks',
};

const LOSES: Readonly<Record<RootAccessSpec['feature'], string>> = {
  'credentials-management':
    'root credentials of members can no longer be audited or deleted, and whoever has a root email address can recover its password again',
  sessions: 'locked buckets and queues can no longer be opened, nor the recovery of a root password allowed',
};
