import { CloudFormation, type CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import { Organizations } from '@aws-sdk/client-organizations';
import { VirtualClock } from '../../../src/clock.js';
import type { JsonObject } from '../../../src/model.js';
import {
  createSimulator,
  inProcess,
  kind,
  type Simulator,
  type SimulatorOptions,
} from '../../../src/simulator/index.js';

export const HOME = 'ap-northeast-1';
export const US = 'us-east-1';
export const MANAGEMENT = '123456789012';
export const ROOT = 'r-ex01';
/** In units of the seed below. */
export const [PAY, CARD, LAB, OLD, AUDIT] = [
  '300000000001',
  '300000000002',
  '300000000003',
  '300000000006',
  '200000000002',
];

const account = (id: string, name: string, more: JsonObject = {}): JsonObject => ({
  id,
  name,
  email: `aws+${name}@example.com`,
  ...more,
});

/** root: Workloads (OLD, suspended) with Prod (PAY) and Prod/Cards (CARD); Lab (LAB); Security (AUDIT). No landing zone. */
export const ORGANIZATION: JsonObject = {
  format: 1,
  managementAccount: { id: MANAGEMENT, name: 'Management', email: 'management@example.com' },
  organization: { id: 'o-exampleorg1', rootId: ROOT },
  policyTypes: ['scp'],
  trustedAccess: ['member.org.stacksets.cloudformation.amazonaws.com'],
  root: {
    units: [
      {
        name: 'Workloads',
        id: 'ou-ex01-workload',
        accounts: [account(OLD, 'old', { state: 'SUSPENDED' })],
        units: [
          {
            name: 'Prod',
            id: 'ou-ex01-prod0000',
            accounts: [account(PAY, 'payments')],
            units: [{ name: 'Cards', id: 'ou-ex01-cards000', accounts: [account(CARD, 'cards')] }],
          },
        ],
      },
      { name: 'Lab', id: 'ou-ex01-lab00000', accounts: [account(LAB, 'lab')] },
      { name: 'Security', id: 'ou-ex01-security', accounts: [account(AUDIT, 'audit')] },
    ],
  },
};
export const UNIT = {
  workloads: 'ou-ex01-workload',
  prod: 'ou-ex01-prod0000',
  cards: 'ou-ex01-cards000',
  lab: 'ou-ex01-lab00000',
  security: 'ou-ex01-security',
};

export const TEMPLATE = JSON.stringify({
  Description: 'A topic',
  Parameters: { Days: { Type: 'Number', Default: 30 }, Name: { Type: 'String', Default: 'alarms' } },
  Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::Sub': '${Name}-${Days}' } } } },
});

export interface Stage {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
  readonly organizations: Organizations;
  /** As the management account in the home Region. */
  readonly cfn: CloudFormation;
  client(region?: string, accessKeyId?: string): CloudFormation;
}

export function stage(options: SimulatorOptions = {}): Stage {
  const clock = new VirtualClock();
  const simulator = createSimulator({ ...kind, clock, seed: ORGANIZATION, ...options });
  const requestHandler = inProcess(simulator);
  const configuration = (region: string): CloudFormationClientConfig => ({
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler,
  });
  const client = (region = HOME): CloudFormation => new CloudFormation(configuration(region));
  const organizations = new Organizations({ ...configuration('us-east-1') });
  return { simulator, clock, organizations, cfn: client(), client };
}

/** `StackSetNotFoundException: text`; `none` when there was no error. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

export interface Instance {
  readonly status: string;
  readonly detail: string;
  readonly reason?: string;
  readonly stack: boolean;
}

/** `ACCOUNT/REGION` -> `CURRENT SUCCEEDED stack`. */
export async function instances(cfn: CloudFormation, StackSetName: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  let NextToken: string | undefined;
  do {
    const page = await cfn.listStackInstances({ StackSetName, NextToken });
    for (const { Account, Region, Status, StackInstanceStatus, StackId } of page.Summaries ?? []) {
      const words = [Status, StackInstanceStatus?.DetailedStatus, ...(StackId === undefined ? [] : ['stack'])];
      found[`${Account}/${Region}`] = words.join(' ');
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

/** A service-managed set with automatic deployment on, unless told otherwise. */
export async function serviceManaged(cfn: CloudFormation, StackSetName: string, more: object = {}): Promise<string> {
  const { StackSetId } = await cfn.createStackSet({
    StackSetName,
    TemplateBody: TEMPLATE,
    PermissionModel: 'SERVICE_MANAGED',
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
    ...more,
  });
  return StackSetId ?? '';
}

export async function deploy(
  cfn: CloudFormation,
  StackSetName: string,
  units: string[],
  Regions: string[] = [HOME],
  more: object = {},
): Promise<string> {
  const { OperationId } = await cfn.createStackInstances({
    StackSetName,
    DeploymentTargets: { OrganizationalUnitIds: units },
    Regions,
    OperationPreferences: { MaxConcurrentPercentage: 100, FailureTolerancePercentage: 100 },
    ...more,
  });
  return OperationId ?? '';
}

export async function status(cfn: CloudFormation, StackSetName: string, OperationId: string): Promise<string> {
  const { StackSetOperation } = await cfn.describeStackSetOperation({ StackSetName, OperationId });
  return StackSetOperation?.Status ?? 'none';
}
