import { Organizations } from '@aws-sdk/client-organizations';
import { VirtualClock } from '../../../src/clock.js';
import {
  createSimulator,
  inProcess,
  kind,
  type Seed,
  type Simulator,
  type SimulatorOptions,
  type World,
} from '../../../src/simulator/index.js';
import { type Operation, ServiceError } from '../../../src/simulator/service.js';
import type { OrganizationsSeed } from '../../../src/simulator/services/organizations/seeds/seed.js';
import { organizations } from '../../../src/simulator/services/organizations/service.js';

export const ROOT = 'r-ex01';
export const MANAGEMENT = '123456789012';
export const PAYMENTS = '300000000001';

export interface Sandbox {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
  /** The SDK's own client, over the wire protocol, in this process. */
  readonly aws: Organizations;
}

/** A simulator on virtual time and a client of it; everything at once unless told otherwise. */
export function sandbox(options: SimulatorOptions = {}): Sandbox {
  const clock = new VirtualClock();
  const simulator = createSimulator({ ...kind, clock, ...options });
  const aws = new Organizations({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: inProcess(simulator),
  });
  return { simulator, clock, aws };
}

export function asSeed(seed: OrganizationsSeed): Seed {
  return JSON.parse(JSON.stringify(seed)) as Seed;
}

/** The error of a call as `Name` or `Name Reason`; `none` when there was none. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    if (error instanceof ServiceError) return [error.code, error.details['Reason']].filter(Boolean).join(' ');
    const { name, Reason } = error as { name: string; Reason?: string };
    return Reason === undefined ? name : `${name} ${Reason}`;
  }
}

/** Calls an operation as another account: over the wire everybody is the management account. */
export function callAs(
  simulator: Simulator,
  accountId: string,
  operation: string,
  input: Record<string, unknown> = {},
) {
  const { world } = simulator;
  const run: Operation<World> | undefined = organizations.operations[operation];
  if (!run) throw new Error(`no operation ${operation}`);
  const caller = { accountId, arn: `arn:aws:iam::${accountId}:root`, userId: accountId, region: 'us-east-1' };
  return Promise.resolve().then(() => run(input, { world, clock: world.clock, caller }));
}

interface Page {
  readonly NextToken?: string | undefined;
}

/** Every page of a list operation, as AWS gave them. */
export async function pages<T extends Page>(list: (token: { NextToken?: string }) => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
    const page: T = await list(token === undefined ? {} : { NextToken: token });
    found.push(page);
    token = page.NextToken;
    if (found.length > 5_000) throw new Error('the list does not end');
  }
  return found;
}

export async function unitNamed(aws: Organizations, name: string, parent: string = ROOT): Promise<string> {
  const found = await pages((token) => aws.listOrganizationalUnitsForParent({ ParentId: parent, ...token }));
  const unit = found.flatMap((page) => page.OrganizationalUnits ?? []).find((each) => each.Name === name);
  if (!unit?.Id) throw new Error(`no unit ${name} under ${parent}`);
  return unit.Id;
}

export async function newUnit(aws: Organizations, name: string, parent: string = ROOT): Promise<string> {
  const { OrganizationalUnit } = await aws.createOrganizationalUnit({ ParentId: parent, Name: name });
  return OrganizationalUnit?.Id ?? '';
}

export const scp = (sid = 'DenyLeave', action = 'organizations:LeaveOrganization'): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: sid, Effect: 'Deny', Action: [action], Resource: '*' }],
  });

export async function newPolicy(
  aws: Organizations,
  name: string,
  content: string = scp(),
  type:
    | 'SERVICE_CONTROL_POLICY'
    | 'RESOURCE_CONTROL_POLICY'
    | 'TAG_POLICY'
    | 'BACKUP_POLICY' = 'SERVICE_CONTROL_POLICY',
): Promise<string> {
  const { Policy } = await aws.createPolicy({ Name: name, Description: '', Type: type, Content: content });
  return Policy?.PolicySummary?.Id ?? '';
}
