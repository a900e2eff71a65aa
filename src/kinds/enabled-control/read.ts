import type { EnabledControlRecord } from '../../aws/controltower-records.js';
import type { LiveContext } from '../../kind.js';
import type { Address, NodeName } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { type Home, homeOf, targetId } from './home.js';
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
}

/** Everything that is enabled anywhere, children of accounts included; undefined where there is no landing zone. */
export async function readControls(context: LiveContext<Surroundings>): Promise<SeenControls | undefined> {
  const { aws } = context;
  const home = await homeOf(aws);
  if (!home) return undefined;
  const records = await everything(aws);
  const declared = [...context.declared.keys()].map(partsOf);
  const names = await controlNames(
    context,
    home,
    declared.map(({ control }) => control),
    records.map(({ controlIdentifier }) => controlOf(controlIdentifier)),
  );
  const asDeclared = new Map(declared.map(({ control, target }) => [`${names.identity(control)}@${target}`, control]));
  const found = records.flatMap((record): SeenControl[] => {
    const target = context.names.nameOf(targetId(record.targetArn));
    if (target === undefined) return [];
    const met = controlOf(record.controlIdentifier);
    const control = asDeclared.get(`${names.identity(met)}@${target}`) ?? names.name(met);
    return [{ record, control, target, address: controlAddress(control, target) }];
  });
  return { home, names, found };
}

/** Every unit's, and of the accounts' only what is not as it should be: all of them would be a row for each account. */
async function everything({ controlTower }: Surroundings): Promise<EnabledControlRecord[]> {
  const lists = await Promise.all([
    controlTower.enabledControls(),
    controlTower.enabledControls({ children: true, only: 'failed' }),
    controlTower.enabledControls({ children: true, only: 'inheritance-drifted' }),
  ]);
  return [...new Map(lists.flat().map((record) => [record.arn, record])).values()];
}
