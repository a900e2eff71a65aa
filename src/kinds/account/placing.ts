import { faultOf } from '../../aws/faults.js';
import type { Step, StepContext } from '../../kind.js';
import type { Address, Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';

type Place = Address | 'root';

export function move(address: Address, from: Place, to: Place, isNew = false): Step<Surroundings> {
  return {
    name: `move to ${to}`,
    calls: ['organizations:MoveAccount'],
    start: (context) => moveTo(context, address, from, to, isNew),
    poll: (_token, context) => whereIs(context, address, from, to),
  };
}

/**
 * AWS answers "no such account" when the account is not where the caller thinks it is: the three answers below all
 * mean "look again" (observed; Organizations API reference, MoveAccount).
 */
const LOOK_AGAIN = ['AccountNotFoundException', 'SourceParentNotFoundException', 'DuplicateAccountException'];

async function moveTo(
  context: StepContext<Surroundings>,
  address: Address,
  from: Place,
  to: Place,
  isNew: boolean,
): Promise<Progress> {
  const { aws, names } = context;
  const id = names.idOf(address);
  // A run that was cut short may have moved it already.
  if (isNew && (await parentOf(context, address)) === names.idOf(to)) return { state: 'done' };
  try {
    await aws.organizations.moveAccount(id, names.idOf(from), names.idOf(to));
    return { state: 'done' };
  } catch (error) {
    if (!LOOK_AGAIN.includes(faultOf(error).code)) throw error;
    return whereIs(context, address, from, to);
  }
}

/** After an answer that was lost the list may still show the account where it was. */
async function whereIs(
  context: StepContext<Surroundings>,
  address: Address,
  from: Place,
  to: Place,
): Promise<Progress> {
  const { names } = context;
  const actual = await parentOf(context, address);
  if (actual === names.idOf(to)) return { state: 'done' };
  if (actual === names.idOf(from)) return { state: 'running', token: actual, detail: `listed in ${from}` };
  return {
    state: 'failed',
    problem: `it is not in ${from} any more but in ${(actual && names.nameOf(actual)) ?? actual ?? 'no place that AWS tells'}; plan again`,
  };
}

async function parentOf({ aws, names }: StepContext<Surroundings>, address: Address): Promise<string | undefined> {
  return aws.organizations.parentOf(names.idOf(address));
}
