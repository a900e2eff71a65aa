import * as cloudFormation from '@aws-sdk/client-cloudformation';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { inProcess } from '../../../src/simulator/index.js';
import type { Bench } from '../../support/organization.js';
import type { EditCall } from '../format.js';
import { HOME_REGION, idOf } from './names.js';

type Command = new (input: never) => object;

/** What somebody else may call of CloudFormation, as the management account in the home Region. */
const CLOUDFORMATION: Readonly<Record<string, Command>> = {
  CreateStack: cloudFormation.CreateStackCommand,
  CreateStackInstances: cloudFormation.CreateStackInstancesCommand,
  CreateStackSet: cloudFormation.CreateStackSetCommand,
  DeleteStackInstances: cloudFormation.DeleteStackInstancesCommand,
  DeleteStack: cloudFormation.DeleteStackCommand,
  DetectStackSetDrift: cloudFormation.DetectStackSetDriftCommand,
  UpdateStackInstances: cloudFormation.UpdateStackInstancesCommand,
  UpdateStackSet: cloudFormation.UpdateStackSetCommand,
};

const SSM: Readonly<Record<string, Command>> = { PutParameter: PutParameterCommand };

export const STACK_CALLS: readonly string[] = [...Object.keys(CLOUDFORMATION), ...Object.keys(SSM)];

/** A call that begins an operation of a StackSet is over when the operation is, unless it is to go on. */
export async function callStacks(bench: Bench, { call, with: input, running }: EditCall): Promise<void> {
  const settings = {
    // Stacks of the management account may stand in any Region.
    region: typeof input['Region'] === 'string' ? input['Region'] : HOME_REGION,
    credentials: { accessKeyId: 'somebody', secretAccessKey: 'else' },
    maxAttempts: 5,
    requestHandler: inProcess(bench.simulator) as never,
  };
  const { Region: _region, ...rest } = input;
  const values = (await resolved(bench, '', rest)) as Record<string, unknown>;
  const ForSsm = SSM[call];
  if (ForSsm) {
    await new SSMClient(settings).send(new ForSsm(values as never) as never);
    return;
  }
  const OfCloudFormation = CLOUDFORMATION[call];
  if (!OfCloudFormation) throw new Error(`edits: unknown call ${call}`);
  const answer = (await new cloudFormation.CloudFormationClient(settings).send(
    new OfCloudFormation(values as never) as never,
  )) as { readonly OperationId?: string };
  if (answer.OperationId === undefined || running) return;
  const name = String(values['StackSetName']);
  const { cloudFormation: port } = bench.session().inHomeRegion(HOME_REGION);
  for (;;) {
    await bench.clock.sleep(30_000);
    port.forget();
    const { status } = await port.operation(name, answer.OperationId);
    if (!['RUNNING', 'QUEUED', 'STOPPING'].includes(status)) return;
  }
}

const NAME = /^(root|unit:.+|account:.+)$/;

/** Names become ids wherever they stand, and a template that is written as YAML becomes text. */
export async function resolved(bench: Bench, key: string, value: unknown): Promise<unknown> {
  if (key === 'TemplateBody' && typeof value === 'object') return JSON.stringify(value);
  if (typeof value === 'string') return NAME.test(value) ? idOf(bench, value) : value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolved(bench, key, item)));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(async ([name, item]) => [name, await resolved(bench, name, item)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
