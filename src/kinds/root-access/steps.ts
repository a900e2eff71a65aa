import { faultOf } from '../../aws/faults.js';
import type { Step } from '../../kind.js';
import type { Change, Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import type { RootAccessSpec, RootFeature } from './spec.js';

const CALLS: Readonly<Record<RootFeature, { readonly on: string; readonly off: string }>> = {
  'credentials-management': {
    on: 'iam:EnableOrganizationsRootCredentialsManagement',
    off: 'iam:DisableOrganizationsRootCredentialsManagement',
  },
  sessions: { on: 'iam:EnableOrganizationsRootSessions', off: 'iam:DisableOrganizationsRootSessions' },
};

/** Asked for what is so already, AWS answers as if it had just done it. */
export function steps(change: Change<RootAccessSpec>): Step<Surroundings>[] {
  if (change.action === 'create') {
    const { feature } = change.to;
    return [
      {
        name: 'enable',
        calls: [CALLS[feature].on],
        start: ({ aws }) => explained(() => aws.iam.enableFeature(feature)),
      },
    ];
  }
  if (change.action === 'remove') {
    const { feature } = change.from;
    return [
      {
        name: 'disable',
        calls: [CALLS[feature].off],
        start: ({ aws }) => explained(() => aws.iam.disableFeature(feature)),
      },
    ];
  }
  return [];
}

/** By the error's name, with or without the suffix: the API reference and the service model differ. */
const ADVICE: Readonly<Record<string, string>> = {
  CallerIsNotManagementAccount:
    'only the management account may switch it on: a delegated administrator may not; run towerctl there',
  AccountNotManagementOrDelegatedAdministrator:
    'this account is neither the management account nor the delegated administrator of iam.amazonaws.com',
  ServiceAccessNotEnabled: 'trusted access of iam.amazonaws.com is off: write trustedAccess: { iam.amazonaws.com: on }',
  OrganizationNotInAllFeaturesMode: 'the organization has consolidated billing only: enable all features first',
  OrganizationNotFound: 'this account belongs to no organization',
};

async function explained(write: () => Promise<void>): Promise<Progress> {
  try {
    await write();
    return { state: 'done' };
  } catch (error) {
    const { code, message } = faultOf(error);
    const advice = ADVICE[code.replace(/Exception$/, '')];
    if (advice === undefined) throw error;
    return { state: 'failed', problem: `${advice} (${code}: ${message})` };
  }
}
