import type { LiveContext } from '../../kind.js';
import type { Address, Change, Live } from '../../model.js';
import { toConfirm } from '../in-scope.js';
import { settingsOf } from '../landing-zone/manifest-document.js';
import { inheritedDigest } from '../landing-zone/spec.js';
import { inheritedBefore } from '../landing-zone/steps.js';
import { ownerOf } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { stateOf, takesOver } from './condition.js';
import { recordsInScope } from './narrow.js';
import { isDrifted, leftBehind, listed, type SeenBaseline, seenBaselines } from './reading.js';
import { type Move, movesOf, unitsRemoved } from './resets.js';
import { type EnabledBaselineSpec, enabledBaselineAddress, SETTINGS_TAG } from './spec.js';

type Context = LiveContext<Surroundings>;

/** Nothing is asked of Control Tower unless the manifest speaks of a baseline, of controls, or of what all of them stand on. */
function nobodyAsks({ declared, declaredOf }: Context): boolean {
  return declared.size === 0 && ['enabled-control', 'landing-zone'].every((kind) => declaredOf(kind).size === 0);
}

export async function* live(context: Context): AsyncGenerator<Live<EnabledBaselineSpec>> {
  if (nobodyAsks(context)) return;
  const { aws, names } = context;
  const records = recordsInScope(context);
  const everything = await seenBaselines(aws, names, records);
  for (const seen of everything) {
    const { arn } = seen.record;
    const declared = context.declared.has(enabledBaselineAddress(seen.baseline, seen.target));
    // Whose the undeclared ones are is only said: the index, which costs nothing more, is enough for that.
    const tags = declared ? await aws.controlTowerTags.of(arn) : (await aws.controlTowerTags.all()).get(arn);
    yield await liveBaseline(context, seen, everything, tags ?? {});
  }
  for (const { record, baseline, target } of await leftBehind(aws, names, records)) {
    yield {
      address: enabledBaselineAddress(baseline, target),
      id: record.arn,
      spec: { baseline, target },
      managedBy: 'nobody',
      condition: 'settled',
      detail: 'left behind when the account moved: disable it by its ARN (DisableBaseline), or move the account back',
    };
  }
}

/** `unit:X` of `baseline:NAME@unit:X`. */
const targetIn = (address: Address): string => address.slice(address.indexOf('@') + 1);

/** Looks at the tags themselves before anything is planned on the index, and at what other changes bring about. */
export async function* confirm(
  context: Context,
  changes: readonly Change[],
  all: readonly Change[],
): AsyncGenerator<Live<EnabledBaselineSpec>> {
  if (nobodyAsks(context)) return;
  const { aws, names } = context;
  const asked = toConfirm(context, changes, targetIn);
  const [moves, leaving] = [movesOf(all), unitsRemoved(all)];
  const everything = await seenBaselines(aws, names, recordsInScope(context));
  for (const seen of everything) {
    const address = enabledBaselineAddress(seen.baseline, seen.target);
    const moved = moves.filter(({ from, to }) => from === seen.target || to === seen.target);
    if (!asked.has(address) && moved.length === 0 && !leaving.has(seen.target)) continue;
    const found = await liveBaseline(context, seen, everything, await aws.controlTowerTags.confirm(seen.record.arn));
    if (leaving.has(seen.target)) yield { ...found, consequence: 'remove' };
    // What has drifted before does not mend itself with these moves; a reset mends both.
    else if (found.condition === 'settled')
      yield { ...found, ...(await enrolment(context, seen, moved, everything, all)) };
    else yield found;
  }
}

/** What the plan's own moves mean: Control Tower follows them by itself, or the unit has to be registered again. */
async function enrolment(
  { aws }: Context,
  seen: SeenBaseline,
  moves: readonly Move[],
  everything: readonly SeenBaseline[],
  all: readonly Change[],
): Promise<Pick<Live, 'consequence' | 'detail'>> {
  // Where this plan switches it off, nobody can tell which moves are still followed.
  const automatic = (await aws.controlTower.landingZone())?.autoEnroll === true && !switches(all, false);
  const enrolled = new Set(seen.children.map(({ account }) => account));
  // One that was enrolled here before it was moved away still is.
  const into = moves
    .filter(({ account, to }) => to === seen.target && !enrolled.has(account))
    .map(({ account }) => account);
  // A unit that has the baseline too takes the account over; anywhere else it has to be let go.
  const away = moves.filter(
    ({ account, from, to }) =>
      from === seen.target && enrolled.has(account) && !takesOver(everything, seen.baseline, to),
  );
  const parts = [
    ...(into.length > 0 ? [`${listed(into)} move${into.length === 1 ? 's' : ''} in`] : []),
    ...(away.length > 0
      ? [`${listed(away.map(({ account }) => account))} move${away.length === 1 ? 's' : ''} out`]
      : []),
  ];
  if (parts.length === 0 || (automatic && isDrifted(seen))) return {};
  const text = parts.join(', ');
  return automatic
    ? { consequence: 'expect', detail: `${text}, and Control Tower follows` }
    : {
        consequence: 'repair',
        detail: `${text}: registered again, since auto-enrolment is ${switches(all, true) ? 'not on yet' : 'off'}`,
      };
}

function switches(all: readonly Change[], autoEnroll: boolean): boolean {
  return all.some(
    (change) => change.kind === 'landing-zone' && 'to' in change && change.to['autoEnroll'] === autoEnroll,
  );
}

async function liveBaseline(
  context: Context,
  seen: SeenBaseline,
  everything: readonly SeenBaseline[],
  tags: Readonly<Record<string, string>>,
): Promise<Live<EnabledBaselineSpec>> {
  const { record, baseline, target } = seen;
  const address = enabledBaselineAddress(baseline, target);
  const owner = ownerOf(tags, context.manifestName);
  const registered = owner.managedBy === 'us' ? await registeredUnder(context, address, tags) : undefined;
  return {
    address,
    id: record.arn,
    spec: {
      baseline,
      target,
      ...(record.version !== undefined && { version: record.version }),
      ...(registered !== undefined && { landingZone: registered }),
    },
    ...owner,
    ...(await stateOf(context, seen, everything)),
  };
}

/**
 * Asked only where the manifest says what the landing zone is to be. A unit that carries no word of it was registered
 * under what the landing zone was before its last change, as far as we made one; else under what it is.
 */
async function registeredUnder(
  { aws, names, declared }: Context,
  address: Address,
  tags: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  if (declared.get(address)?.spec['landingZone'] === undefined) return undefined;
  const known = tags[SETTINGS_TAG] ?? (await inheritedBefore({ aws }));
  if (known !== undefined) return known;
  const record = await aws.controlTower.landingZone();
  return record && inheritedDigest(settingsOf(record, names), (account) => names.tryIdOf(account));
}
