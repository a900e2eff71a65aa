import type { DesiredContext, ManifestView } from '../../kind.js';
import { TAGS } from '../../manifest/fields.js';
import { didYouMean } from '../../manifest/problems.js';
import type { Origin } from '../../model.js';
import { nodesNamedIn } from '../named-nodes.js';
import { documentOf } from '../organization-policy/desired.js';
import { type PolicyEntry, policies } from '../organization-policy/section.js';
import { type AccountEntry, byAccountFactory, mayBeMade } from './entry.js';
import type { Quarantine } from './fields.js';
import { accounts, newAccounts } from './section.js';

/** What a new account of this entry is put under: its own, else what holds for all new ones. */
export function quarantineOf(
  manifest: ManifestView,
  key: string,
  { quarantine }: AccountEntry,
): (Quarantine & { readonly origin: Origin; readonly path: readonly string[] }) | undefined {
  if (quarantine === false) return undefined;
  const given = quarantine ?? manifest.section(newAccounts)?.quarantine;
  if (!given) return undefined;
  const path = quarantine ? [accounts.key, key, 'quarantine'] : [newAccounts.key, 'quarantine'];
  return { ...given, path, origin: manifest.originOf(...path) };
}

/** What the section's own schema cannot see: the policy, and how the account is made. */
export function checkQuarantines(context: DesiredContext): void {
  const said = new Set<string>();
  for (const [key, entry] of Object.entries(context.manifest.section(accounts) ?? {})) {
    const address = `account:${key}` as const;
    const node = context.organization.get(address);
    const mayCome = node?.live === true ? node.held !== undefined : mayBeMade(entry);
    const quarantine = entry.quarantine || mayCome ? quarantineOf(context.manifest, key, entry) : undefined;
    if (!quarantine) continue;
    for (const { inside, message, hint } of [
      ...policyFindings(context, quarantine.policy, address),
      ...entryFindings(entry),
    ]) {
      const origin = context.manifest.originOf(...quarantine.path, ...inside);
      const mark = `${origin.file}:${origin.line}:${origin.column} ${message}`;
      // What all new accounts have in common is said once.
      if (!said.has(mark)) context.problem({ code: 'quarantine', address, origin, message, hint });
      said.add(mark);
    }
  }
}

interface Finding {
  readonly inside: readonly string[];
  readonly message: string;
  readonly hint: string;
}

function* policyFindings({ manifest }: DesiredContext, key: string, address: `account:${string}`): Generator<Finding> {
  const inside = ['policy'];
  const declared = manifest.section(policies) ?? {};
  const isSuited = ({ type, awsManaged }: PolicyEntry): boolean => type === 'scp' && awsManaged !== true;
  const policy = declared[key];
  if (policy === undefined || !isSuited(policy)) {
    const suited = Object.entries(declared).flatMap(([name, entry]) => (isSuited(entry) ? [name] : []));
    yield {
      inside,
      message: policy
        ? `"${key}" is no service control policy of this manifest's own`
        : `policies: has no "${key}", which is to quarantine new accounts`,
      hint: didYouMean(key, suited) ?? 'name a policy of type scp, by its key in policies:',
    };
  } else if (nodesNamedIn(documentOf(manifest, policy)).has(address))
    yield {
      inside,
      message: `"${key}" speaks of \${${address.replace(':', '.')}.id}, and must be there before that account is`,
      hint: 'leave that id out: what is attached to an account is about no other',
    };
}

function* entryFindings(entry: AccountEntry): Generator<Finding> {
  if (byAccountFactory(entry))
    yield {
      inside: [],
      message: 'Account Factory lets people into an account before a policy can be attached to it',
      hint: 'write quarantine: false; or vend: create',
    };
  if (Object.values(entry.tags ?? {}).filter((value) => value !== null).length >= TAGS)
    yield {
      inside: [],
      message: `${TAGS} tags leave no room for the one that says that the account is held`,
      hint: 'take one away, or write quarantine: false',
    };
}
