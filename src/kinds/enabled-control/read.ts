import type { EnabledControlRecord } from '../../aws/controltower-records.js';
import { unlessGone } from '../../aws/faults.js';
import { controlFacts } from '../../facts/controls.js';
import type { LiveContext } from '../../kind.js';
import type { Address, NodeName } from '../../model.js';
import { accountIdsInScope, FEW } from '../in-scope.js';
import type { Surroundings } from '../surroundings.js';
import { accountArn, type Home, homeOf, targetId } from './home.js';
import { controlOf } from './identifier.js';
import { type ControlNames, controlNames } from './names.js';
import { controlAddress, partsOf } from './spec.js';

/** An enabled control under the name that the manifest gives it. */
export interface SeenControl {
  readonly record: EnabledControlRecord;
  readonly address: Address;
  readonly control: string;
  readonly target: NodeName;
}

export interface SeenControls {
  readonly home: Home;
  readonly names: ControlNames;
  readonly found: readonly SeenControl[];
  /** Accounts that have a part of it, by the ARN of a unit's control; absent where nobody asks for parts. */
  readonly accountsWith?: ReadonlyMap<string, ReadonlySet<NodeName>>;
}

/** Everything that is enabled anywhere, accounts' parts included; undefined where there is no landing zone. */
export async function readControls(context: LiveContext<Surroundings>): Promise<SeenControls | undefined> {
  const { aws } = context;
  const home = await homeOf(aws);
  if (!home) return undefined;
  const declared = [...context.declared.keys()].map(partsOf);
  const withParts = declared.some(({ control }) => worksOnAccounts(control));
  const records = withParts ? await withPartsInScope(context, home, declared) : await withoutParts(aws);
  const names = await controlNames(
    context,
    home,
    declared.map(({ control }) => control),
    records.map(({ controlIdentifier }) => controlOf(controlIdentifier)),
  );
  const asDeclared = new Map(declared.map(({ control, target }) => [`${names.identity(control)}@${target}`, control]));
  const told = records.filter((record) => record.parentArn === undefined || isAmiss(record));
  const found = told.flatMap((record): SeenControl[] => {
    const target = context.names.nameOf(targetId(record.targetArn));
    if (target === undefined) return [];
    const met = controlOf(record.controlIdentifier);
    const control = asDeclared.get(`${names.identity(met)}@${target}`) ?? names.name(met);
    return [{ record, control, target, address: controlAddress(control, target) }];
  });
  return { home, names, found, ...(withParts && { accountsWith: accountsByControl(context, records) }) };
}

/** Rules and hooks live in the accounts; what is preventive is attached to the unit and has no part in any of them. */
export function worksOnAccounts(control: string): boolean {
  const { behavior } = controlFacts(control);
  return behavior === 'detective' || behavior === 'proactive';
}

/** Of an account's part only what is not as it should be is spoken of. */
function isAmiss({ status, inheritance }: EnabledControlRecord): boolean {
  return status === 'FAILED' || inheritance === 'DRIFTED';
}

function accountsByControl(
  { names }: LiveContext<Surroundings>,
  records: readonly EnabledControlRecord[],
): Map<string, Set<NodeName>> {
  const accounts = new Map<string, Set<NodeName>>();
  for (const { parentArn, targetArn } of records) {
    const account = parentArn === undefined ? undefined : names.nameOf(targetId(targetArn));
    if (parentArn === undefined || account === undefined) continue;
    accounts.set(parentArn, (accounts.get(parentArn) ?? new Set()).add(account));
  }
  return accounts;
}

/** Rows of a page of AWS's list. */
const LISTED_AT_ONCE = 200;

/** With every account's part; where a few accounts are in scope, theirs, and of the others' what is not as it should be. */
async function withPartsInScope(
  context: LiveContext<Surroundings>,
  home: Home,
  declared: readonly { readonly control: string }[],
): Promise<EnabledControlRecord[]> {
  const { aws, organization } = context;
  const ids = accountIdsInScope(context);
  const everywhere = new Set(declared.map(({ control }) => control).filter(worksOnAccounts));
  const pages = Math.ceil((everywhere.size * organization.accounts().length) / LISTED_AT_ONCE);
  if (ids === undefined || ids.length > FEW || pages <= 1) return aws.controlTower.enabledControls({ children: true });
  const parts = ids.map((id) => partsIn(aws, accountArn(home, organization.id, id)));
  const lists = await Promise.all([withoutParts(aws), ...parts]);
  return [...new Map(lists.flat().map((record) => [record.arn, record])).values()];
}

/** Control Tower refuses to tell of an account that it does not know: then nothing of it is there. */
async function partsIn({ controlTower }: Surroundings, target: string): Promise<EnabledControlRecord[]> {
  return (await unlessGone(() => controlTower.enabledControls({ children: true, target }))) ?? [];
}

/** Every unit's, and of the accounts' only what is not as it should be: all of them would be a row for each account. */
async function withoutParts({ controlTower }: Surroundings): Promise<EnabledControlRecord[]> {
  const lists = await Promise.all([
    controlTower.enabledControls(),
    controlTower.enabledControls({ children: true, only: 'failed' }),
    controlTower.enabledControls({ children: true, only: 'inheritance-drifted' }),
  ]);
  return [...new Map(lists.flat().map((record) => [record.arn, record])).values()];
}
