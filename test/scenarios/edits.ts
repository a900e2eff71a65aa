import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import * as organizations from '@aws-sdk/client-organizations';
import { policyType } from '../../src/facts/policy-types.js';
import { readLiveOrganization } from '../../src/kinds/live-organization.js';
import type { Address } from '../../src/model.js';
import type { Bench } from '../support/organization.js';
import type { EditCall } from './format.js';

const COMMANDS: Readonly<Record<string, new (input: never) => object>> = {
  AttachPolicy: organizations.AttachPolicyCommand,
  CreateOrganizationalUnit: organizations.CreateOrganizationalUnitCommand,
  CreatePolicy: organizations.CreatePolicyCommand,
  DeletePolicy: organizations.DeletePolicyCommand,
  DetachPolicy: organizations.DetachPolicyCommand,
  DisableAWSServiceAccess: organizations.DisableAWSServiceAccessCommand,
  DisablePolicyType: organizations.DisablePolicyTypeCommand,
  EnableAWSServiceAccess: organizations.EnableAWSServiceAccessCommand,
  EnablePolicyType: organizations.EnablePolicyTypeCommand,
  ListRoots: organizations.ListRootsCommand,
  MoveAccount: organizations.MoveAccountCommand,
  TagResource: organizations.TagResourceCommand,
  UntagResource: organizations.UntagResourceCommand,
  UpdateOrganizationalUnit: organizations.UpdateOrganizationalUnitCommand,
  UpdatePolicy: organizations.UpdatePolicyCommand,
};

const BUSY = ['TooManyRequestsException', 'ConcurrentModificationException', 'PolicyChangesInProgressException'];

/** Makes the calls of somebody who is not towerctl, one after the other; whether AWS is busy is their problem too. */
export async function makeEdits(bench: Bench, edits: readonly EditCall[]): Promise<void> {
  for (const { call, with: input } of edits) {
    // What the edit before made has a name only now, and only when AWS's lists show it.
    await bench.clock.sleep(5_000);
    await send(bench, call, await resolved(bench, input));
  }
}

async function send(bench: Bench, call: string, input: unknown): Promise<void> {
  const Command = Object.hasOwn(COMMANDS, call) ? COMMANDS[call] : undefined;
  if (!Command) throw new Error(`edits: unknown call ${call}; known are ${Object.keys(COMMANDS).join(', ')}`);
  const client: OrganizationsClient = bench.client();
  for (;;) {
    try {
      await client.send(new Command(input as never) as never);
      return;
    } catch (error) {
      if (!(error instanceof Error) || !BUSY.includes(error.name)) throw error;
      await bench.clock.sleep(1_000);
    }
  }
}

const NAME = /^(root|unit:.+|account:.+|policy:[a-z0-9-]+\/.+)$/;

/** Names become ids, and a `Content` that is written as YAML becomes the text that AWS takes. */
async function resolved(bench: Bench, input: EditCall['with']): Promise<Record<string, unknown>> {
  const entries = Object.entries(input).map(async ([key, value]) => {
    if (key === 'Content' && typeof value === 'object') return [key, JSON.stringify(value)] as const;
    if (typeof value !== 'string' || !NAME.test(value)) return [key, value] as const;
    return [key, await idOf(bench, value as Address | 'root')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** By AWS's own names: the one who edits does not know the manifest. */
export async function idOf(bench: Bench, name: Address | 'root'): Promise<string> {
  const aws = bench.session();
  if (!name.startsWith('policy:')) {
    const options = { manifestName: '-', hints: { accounts: {}, was: {} }, allTags: false };
    return (await readLiveOrganization(aws, options)).names.idOf(name);
  }
  const [type = '', ...rest] = name.slice('policy:'.length).split('/');
  const policies = await aws.organizations.policies(policyType(type).wire);
  const found = policies.find((policy) => policy.name === rest.join('/'));
  if (!found) throw new Error(`edits: AWS has no ${name}`);
  return found.id;
}
