import type { EnabledControlRecord } from '../../aws/controltower-records.js';
import type { StepContext } from '../../kind.js';
import type { Address, Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { homeOf, targetId } from './home.js';
import { controlOf } from './identifier.js';
import { controlNames } from './names.js';
import type { EnabledControlSpec } from './spec.js';

type Context = StepContext<Surroundings>;

export async function shows(change: Change<EnabledControlSpec>, { aws, names }: Context): Promise<boolean> {
  const arn = names.tryIdOf(change.address);
  if (arn === undefined) return true;
  const lists = change.address.includes('@account:')
    ? aws.controlTower.enabledControls({ children: true, only: 'inheritance-drifted' })
    : aws.controlTower.enabledControls();
  const record = (await lists).find((candidate) => candidate.arn === arn);
  return change.action === 'remove' ? record === undefined : record?.status === 'SUCCEEDED';
}

/** The enabled control behind an address, in whichever form of identifier. */
export async function findEnabled(
  context: Context,
  spec: EnabledControlSpec,
): Promise<EnabledControlRecord | undefined> {
  const { aws, names } = context;
  const home = await homeOf(aws);
  const id = names.tryIdOf(spec.target as Address);
  if (!home || id === undefined) return undefined;
  const here = (await aws.controlTower.enabledControls()).filter(({ targetArn }) => targetId(targetArn) === id);
  const known = await controlNames(
    context,
    home,
    [spec.control],
    here.map(({ controlIdentifier }) => controlOf(controlIdentifier)),
  );
  const wanted = known.identity(spec.control);
  return here.find(({ controlIdentifier }) => known.identity(controlOf(controlIdentifier)) === wanted);
}
