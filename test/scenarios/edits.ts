import { AccountClient } from '@aws-sdk/client-account';
import { ControlTowerClient, type EnableControlCommand } from '../../src/aws/controltower-commands.js';
import type { JsonObject } from '../../src/model.js';
import { type Fault, inProcess } from '../../src/simulator/index.js';
import type { Bench } from '../support/organization.js';
import { kindOfOperation, operationOf } from './edits/calls.js';
import { doInTheWorld, isDeed } from './edits/deeds.js';
import { callIdentity, IDENTITY_CALLS } from './edits/identity.js';
import { arnOf, HOME_REGION, idOf } from './edits/names.js';
import { patiently } from './edits/patience.js';
import { callService, SERVICE_CALLS } from './edits/services.js';
import { callStacks, STACK_CALLS } from './edits/stacks.js';
import type { EditCall } from './format.js';

/**
 * Makes the calls of somebody who is not towerctl, one after the other; whether AWS is busy is their problem too. `audit` is
 * what towerctl itself does as a job apart, by a manifest of the story.
 */
export async function makeEdits(
  bench: Bench,
  edits: readonly EditCall[],
  audit: (manifest?: string) => Promise<void> = () => Promise.reject(new Error('edits: there is no manifest')),
): Promise<void> {
  for (const edit of edits) {
    // What the edit before made has a name only now, and only when AWS's lists show it.
    await bench.clock.sleep(5_000);
    if (edit.fault) bench.simulator.faults.add(edit.fault as Fault);
    if (edit.call === 'rootAudit') await audit(edit.with['manifest'] as string | undefined);
    else await make(bench, edit);
    bench.simulator.faults.clear();
  }
}

async function make(bench: Bench, edit: EditCall): Promise<void> {
  if (isDeed(edit.call)) {
    doInTheWorld(bench, edit.call, await resolved(bench, edit.with));
    return;
  }
  if (STACK_CALLS.includes(edit.call)) {
    await callStacks(bench, edit);
    return;
  }
  if (SERVICE_CALLS.includes(edit.call)) {
    await callService(bench, edit);
    return;
  }
  if (IDENTITY_CALLS.includes(edit.call)) {
    await callIdentity(bench, edit);
    return;
  }
  const { service, Command } = operationOf(edit.call);
  if (service === 'controltower') {
    await begin(bench, edit, Command);
    return;
  }
  const command = new Command((await resolved(bench, edit.with)) as never) as never;
  const client = bench.client();
  const ofAccounts = accountClient(bench);
  await patiently(bench, () => (service === 'account' ? ofAccounts.send(command) : client.send(command)));
}

function accountClient(bench: Bench): AccountClient {
  return new AccountClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'somebody', secretAccessKey: 'else' },
    maxAttempts: 1,
    requestHandler: inProcess(bench.simulator) as never,
  });
}

/** A call to Control Tower only begins something: the next edit is made when that is over, unless it is to go on. */
async function begin(bench: Bench, { call, with: input, running }: EditCall, Command: Command): Promise<void> {
  const client = new ControlTowerClient({
    region: HOME_REGION,
    credentials: { accessKeyId: 'somebody', secretAccessKey: 'else' },
    requestHandler: inProcess(bench.simulator) as never,
  });
  const command = new Command((await described(bench, call, input)) as never) as EnableControlCommand;
  const { operationIdentifier } = await patiently(bench, () => client.send(command));
  if (running || operationIdentifier === undefined) return;
  const aws = bench.session().inHomeRegion(HOME_REGION).controlTower;
  for (;;) {
    await bench.clock.sleep(30_000);
    const kind = kindOfOperation(call);
    if (kind === 'landing-zone') {
      if ((await aws.landingZoneOperation()) === undefined) return;
      continue;
    }
    const operation = await (kind === 'baseline' ? aws.baselineOperation : aws.controlOperation).call(
      aws,
      operationIdentifier,
    );
    if (operation.status !== 'IN_PROGRESS') return;
  }
}

type Command = ReturnType<typeof operationOf>['Command'];

const NAME = /^(root|unit:.+|account:.+|policy:[a-z0-9-]+\/.+|guardrail:[a-z0-9-]+@.+)$/;

/** Names become ids, and a `Content` that is written as YAML becomes the text that AWS takes. */
async function resolved(bench: Bench, input: EditCall['with']): Promise<Record<string, unknown>> {
  const entries = Object.entries(input).map(async ([key, value]) => {
    if (key === 'Content' && typeof value === 'object') return [key, JSON.stringify(value)] as const;
    if (typeof value !== 'string' || !NAME.test(value)) return [key, value] as const;
    return [key, await idOf(bench, value)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * The same for Control Tower, which takes ARNs. Parameters are written as a map. The landing zone's manifest is changed by what
 * is written of it, for AWS takes a whole one, and so is what it does about accounts that move.
 */
async function described(bench: Bench, call: string, input: EditCall['with']): Promise<Record<string, unknown>> {
  const entries = Object.entries(input).map(async ([key, value]): Promise<readonly [string, unknown]> => {
    if (key === 'parameters') return [key, await parameters(bench, value as JsonObject)];
    return [key, typeof value === 'string' ? await arnOf(bench, key, value) : value];
  });
  const described: Record<string, unknown> = Object.fromEntries(await Promise.all(entries));
  if (!call.endsWith('LandingZone')) return described;
  const there = await bench.session().inHomeRegion(HOME_REGION).controlTower.landingZone();
  if (!there) throw new Error('edits: there is no landing zone');
  described['landingZoneIdentifier'] = there.arn;
  if (call !== 'UpdateLandingZone') return described;
  return {
    version: there.version,
    ...(there.autoEnroll && { remediationTypes: ['INHERITANCE_DRIFT'] }),
    ...described,
    manifest: { ...there.manifest, ...(described['manifest'] as JsonObject | undefined) },
  };
}

function parameters(bench: Bench, values: JsonObject): Promise<object[]> {
  return Promise.all(
    Object.entries(values).map(async ([key, value]) => ({
      key,
      value: typeof value === 'string' ? await arnOf(bench, key, value) : value,
    })),
  );
}
