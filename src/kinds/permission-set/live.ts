import type { PermissionSetRecord } from '../../aws/identity-center.js';
import { CONTROL_TOWER_PERMISSION_SETS } from '../../facts/identity-center.js';
import type { LiveContext } from '../../kind.js';
import type { Condition, Desired, Live, ManagedBy, NodeName } from '../../model.js';
import { openIdentityCenter } from '../identity-center.js';
import { ownerOf, presentTags, type TagSpec } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { sameSet } from './canonical.js';
import { inOrganization, named, specOf, staleAccounts } from './read.js';
import { type PermissionSetSpec, permissionSetAddress } from './spec.js';

type Context = LiveContext<Surroundings>;
type Found = Live<PermissionSetSpec>;

/** One call a set for its name, one for its tags; the rest, four calls, only of what is declared or ours. */
export async function* live(context: Context): AsyncGenerator<Found> {
  if ((await openIdentityCenter(context, 'permission-set')) === undefined) return;
  const sets = await context.aws.identityCenter().permissionSets();
  if (!context.onlyDeclared) context.counted?.('permission-sets', sets.length);
  const asked = sets.filter(({ name }) => !context.onlyDeclared || context.declared.has(permissionSetAddress(name)));
  yield* await Promise.all(asked.map((record) => liveSet(context, record)));
}

async function liveSet(context: Context, record: PermissionSetRecord): Promise<Found> {
  const { aws, names } = context;
  const center = aws.identityCenter();
  const address = permissionSetAddress(record.name);
  const desired = context.declared.get(address);
  const { tags, ...owner } = await ownerOfSet(context, record, desired);
  // Somebody else's that is assigned too: what it allows decides who may be given it.
  const whole = owner.managedBy === 'us' || desired !== undefined;
  const policies = whole ? await center.policiesOf(record.arn) : { managed: [], customer: [] };
  const authority = desired?.spec['authority'] === 'declared' ? 'declared' : 'exclusive';
  const spec = specOf(record, policies, { tags, names, authority });
  const provisionedIn = whole ? await standsIn(context, record, spec, desired) : undefined;
  return {
    address,
    spec: { ...spec, ...(provisionedIn && { provisionedIn }) },
    id: record.arn,
    ...owner,
    ...(owner.managedBy === 'us' ? await conditionOf(context, record, spec, desired) : { condition: 'settled' }),
    ...(!whole && { partial: true }),
  };
}

interface Owned {
  readonly tags: Readonly<Record<string, string>>;
  readonly managedBy: ManagedBy;
  readonly owner?: string;
}

/** Of what only is referred to it does not matter. Without tags (an emulator) what is declared and there is ours. */
async function ownerOfSet(
  { aws, manifestName }: Context,
  { name, arn }: PermissionSetRecord,
  desired: Desired | undefined,
): Promise<Owned> {
  if (CONTROL_TOWER_PERMISSION_SETS.has(name)) return { tags: {}, managedBy: 'control-tower' };
  if (desired?.existing) return { tags: {}, managedBy: 'nobody' };
  const center = aws.identityCenter();
  const tags = await center.tagsOf(arn);
  if (!center.hasTags && desired)
    return { tags: presentTags(desired.spec['tags'] as TagSpec | undefined), managedBy: 'us' };
  return { tags, ...ownerOf(tags, manifestName) };
}

/** Asked of a set that is to change or to go: whatever is planned reaches the accounts it stands in. */
async function standsIn(
  { aws, names, organization, onlyDeclared }: Context,
  { arn }: PermissionSetRecord,
  spec: PermissionSetSpec,
  desired: Desired | undefined,
): Promise<readonly NodeName[] | undefined> {
  const wanted = desired?.spec as Partial<PermissionSetSpec> | undefined;
  if (onlyDeclared === true || desired?.existing === true) return undefined;
  if (isWhole(wanted) && sameSet(spec, wanted, names)) return undefined;
  const accounts = inOrganization(await aws.identityCenter().accountsOf(arn), { organization, names });
  return accounts.length === 0 ? undefined : [...accounts].sort();
}

/** A set that is to be changed is provisioned with that; drift is one that only was not. */
async function conditionOf(
  { aws, names, organization }: Context,
  { arn }: PermissionSetRecord,
  spec: PermissionSetSpec,
  desired: Desired | undefined,
): Promise<{ readonly condition: Condition; readonly detail?: string }> {
  const wanted = desired?.spec as Partial<PermissionSetSpec> | undefined;
  if (!isWhole(wanted) || !sameSet(spec, wanted, names)) return { condition: 'settled' };
  const stale = await staleAccounts(aws, arn, { organization, names });
  if (stale.length === 0) return { condition: 'settled' };
  const all = await aws.identityCenter().accountsOf(arn);
  const detail = `changed and not provisioned in ${stale.length} of ${all.length} accounts: ${named(stale)}`;
  return { condition: 'drifted', detail };
}

/** What a saved plan only relies on is declared by its address alone. */
function isWhole(spec: Partial<PermissionSetSpec> | undefined): spec is PermissionSetSpec {
  return spec?.name !== undefined && spec.managed !== undefined && spec.customer !== undefined;
}
