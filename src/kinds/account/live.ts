import type { LiveContext } from '../../kind.js';
import type { Change, Live } from '../../model.js';
import { confirmedNodes, type SeenNode, seenNodes } from '../live-nodes.js';
import type { Surroundings } from '../surroundings.js';
import { type Settings, sayUntrusted, settingsOf } from './settings.js';
import { ACCOUNT_MANAGEMENT, type AccountSpec } from './spec.js';

type Context = LiveContext<Surroundings>;

export async function* live(context: Context): AsyncGenerator<Live<AccountSpec>> {
  const seen = [...seenNodes(context, 'account:')].filter(
    // The management account is there in every organization: nobody has to be told that it is.
    ({ inTree, base }) => !inTree.management || context.declared.has(base.address),
  );
  const settings = await settingsOf(context, seen);
  await checkRenames(context, seen);
  for (const one of seen) yield liveAccount(one, settings.get(one.base.address));
}

export async function* confirm(context: Context, changes: readonly Change[]): AsyncGenerator<Live<AccountSpec>> {
  const seen = await confirmedNodes(context, changes);
  const settings = await settingsOf(context, seen);
  yield* seen.map((one) => liveAccount(one, settings.get(one.base.address)));
}

function liveAccount({ node, inTree, base, tagged }: SeenNode, settings: Settings = {}): Live<AccountSpec> {
  const { state } = inTree;
  return {
    ...base,
    spec: {
      name: node.awsName,
      ...(node.email !== undefined && { email: node.email }),
      parent: (inTree.parent ?? 'root') as 'root' | `unit:${string}`,
      ...tagged,
      ...settings,
    },
    condition: state === undefined ? 'settled' : 'frozen',
    ...(state !== undefined && { detail: state }),
  };
}

/** A member is renamed through Account Management too: whether that may act is looked at where a name differs. */
async function checkRenames(context: Context, seen: readonly SeenNode[]): Promise<void> {
  const renamed = seen.find(({ node, inTree, base }) => {
    const name = context.declared.get(base.address)?.spec['name'];
    return name !== undefined && name !== node.awsName && !inTree.management && inTree.state === undefined;
  });
  if (!renamed) return;
  const declared = context.declaredOf('trusted-access').get(`trusted-access:${ACCOUNT_MANAGEMENT}`);
  if (declared && !declared.absent) return;
  if (!(await context.aws.organizations.trustedServices()).includes(ACCOUNT_MANAGEMENT))
    sayUntrusted(context, renamed.base.address);
}
