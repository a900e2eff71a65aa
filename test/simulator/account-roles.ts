import { Organizations } from '@aws-sdk/client-organizations';
import { STS } from '@aws-sdk/client-sts';
import { VirtualClock } from '../../src/clock.js';
import { createSimulator, kind, type Simulator, type SimulatorOptions } from '../../src/simulator/index.js';
import { type Credentials, clientOf } from './client.js';

export const MANAGEMENT = '123456789012';
export const AUDIT = '200000000002';
export const PAYMENTS = '300000000001';
/** Invited, in the root, never enrolled. */
export const LEGACY = '300000000005';
export const SUSPENDED = '300000000006';

export interface House {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
  readonly organizations: Organizations;
  readonly sts: STS;
  /** Credentials of a role in the account. */
  enter(account: string, role?: string, more?: Partial<Parameters<STS['assumeRole']>[0]>): Promise<Credentials>;
}

/** The default organization with its landing zone, on virtual time. */
export function house(options: SimulatorOptions = {}): House {
  const clock = new VirtualClock();
  const simulator = createSimulator({ ...kind, clock, ...options });
  const sts = new STS(clientOf(simulator));
  const organizations = new Organizations(clientOf(simulator));
  const enter: House['enter'] = async (account, role = 'AWSControlTowerExecution', more = {}) => {
    const { Credentials } = await sts.assumeRole({
      RoleArn: `arn:aws:iam::${account}:role/${role}`,
      RoleSessionName: 'towerctl',
      ...more,
    });
    return {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
  };
  return { simulator, clock, organizations, sts, enter };
}

/** Creates an SCP that denies these actions to everybody but one role, and attaches it. */
export async function denyOn({ organizations }: House, target: string, actions: string[], exempt: string) {
  const document = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Deny',
        Effect: 'Deny',
        Action: actions,
        Resource: '*',
        Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${exempt}` } },
      },
    ],
  };
  const { Policy } = await organizations.createPolicy({
    Name: `deny-${actions.join('-').replaceAll(':', '-')}`,
    Description: '',
    Type: 'SERVICE_CONTROL_POLICY',
    Content: JSON.stringify(document),
  });
  await organizations.attachPolicy({ PolicyId: Policy?.PolicySummary?.Id ?? '', TargetId: target });
}
