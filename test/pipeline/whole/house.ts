import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { PIPELINES } from '../../../src/deployment/names.js';
import type { JsonObject } from '../../../src/model.js';
import { clientOf } from '../../simulator/client.js';
import { HEADER, manifestOf } from '../../support/organization.js';
import { Deployed } from '../machine/deployed.js';
import { Machine } from '../machine/machine.js';
import { workFolder } from '../settings.js';

export const RELEASE = PIPELINES.release;
export const LIFECYCLE = PIPELINES.lifecycle;
export const PAYMENTS = '300000000001';

const deny = (action: string): string =>
  `{ Version: '2012-10-17', Statement: [{ Effect: Deny, Action: '${action}', Resource: '*' }] }`;
const policy = (name: string, target: string, action: string): string =>
  `  ${name}: { type: scp, targets: [${target}], document: ${deny(action)} }\n`;
const CONNECTION =
  'arn:aws:codeconnections:ap-northeast-1:300000000003:connection/11111111-2222-3333-4444-555555555555';

/** A unit, two policies and an account: what each story begins with; a merge changes a part of it. */
export function manifest({ more = '', owner = 'payments', units = '' } = {}): string {
  return `${HEADER}organizationalUnits: { Sandbox: { existing: true }, Workloads: {}${units} }
selectors: { cards: { targets: [Sandbox/**], tags: { data: card } } }
policies:
${policy('leave', 'Workloads', 'organizations:LeaveOrganization')}${policy('cards', 'selector:cards', 's3:DeleteBucket')}${more}
accounts:
  payments: { email: aws+payments-prod@example.com, ou: Sandbox, adopt: true, tags: { owner: ${owner} } }
guards: { allow: [{ code: loss-of-protection, at: 'policy-attachment:scp/cards@account:shop', reason: nothing is there any more }] }
pipeline:
  account: '300000000003'
  source: { connection: '${CONNECTION}', repository: acme/organization }
  approval: { when: [always] }
  drift: { heal: [organization-policy] }
`;
}
export const MORE = policy('regions', 'Workloads', 'account:EnableRegion');
export const STILL_MORE = policy('users', 'Workloads', 'iam:CreateUser');

const machines: Machine[] = [];
let deployed: Promise<Deployed> | undefined;
let released: Promise<JsonObject> | undefined;

async function synthesized(): Promise<Deployed> {
  const text = manifest().slice(HEADER.length);
  return new Deployed(await manifestOf(text), workFolder());
}

/** Deployed, and nothing merged yet. */
export async function opened(saved?: JsonObject): Promise<Machine> {
  deployed ??= synthesized();
  const machine = await Machine.open(await deployed, saved);
  machines.push(machine);
  return machine;
}

/** After the first merge, as the first machine left it. */
export async function going(): Promise<Machine> {
  released ??= firstMerge();
  const machine = await opened(await released);
  machine.repository = { files: { 'manifest/manifest.yaml': manifest() }, version: 'c0ffee1', author: 'Anna' };
  machine.begin();
  return machine;
}

async function firstMerge(): Promise<JsonObject> {
  const machine = await opened();
  const execution = await merged(machine, manifest());
  await machine.answer({ by: 'bob' });
  expect(statusOf(machine, execution)).toBe('Succeeded');
  return machine.accounts.simulator.saveState();
}

/** Merged, and as far as it goes by itself. @returns the execution. */
export async function merged(machine: Machine, text: string, version = 'c0ffee1'): Promise<string> {
  const execution = await machine.merge(text, { version, author: 'Anna' });
  await machine.pipelines.settle();
  return execution;
}

export const statusOf = (machine: Machine, execution: string, pipeline: string = RELEASE): string =>
  machine.pipelines.statusOf(pipeline, execution);

export const stagesOf = (machine: Machine, execution: string, pipeline: string = RELEASE) =>
  machine.pipelines.execution(pipeline, execution).stages;

export const runOf = (machine: Machine, execution: string, pipeline: string = RELEASE): string =>
  machine.left(execution, 'plan', pipeline)['RUN_ID'] ?? '';

/** Somebody in the management account, who uses the API. */
export const somebody = (machine: Machine): OrganizationsClient =>
  new OrganizationsClient(clientOf(machine.accounts.simulator));

/** The policies of the templates have let everything through that the builds and the function had to do. */
export function closeAll(): void {
  for (const machine of machines.splice(0)) {
    machine.close();
    expect(machine.accounts.judge.refused).toEqual([]);
  }
}
