import { faultOf } from '../../aws/faults.js';
import type { Step, StepContext } from '../../kind.js';
import type { Address, Change, Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { tagSteps } from '../tag-steps.js';
import type { AccountSpec } from './spec.js';

type Place = Address | 'root';

export function steps(change: Change<AccountSpec>): Step<Surroundings>[] {
  if (change.action !== 'update' && change.action !== 'adopt') return [];
  const own =
    change.to.key !== undefined && (change.action === 'adopt' || change.from.key !== change.to.key)
      ? { key: change.to.key }
      : undefined;
  return [...move(change.address, change.from, change.to), ...tagSteps(change.address, change.from, change.to, own)];
}

function move(address: Address, from: AccountSpec, to: AccountSpec): Step<Surroundings>[] {
  const target = to.parent;
  if (target === undefined || from.parent === target) return [];
  return [
    {
      name: `move to ${target}`,
      calls: ['organizations:MoveAccount'],
      start: (context) => moveTo(context, address, from.parent ?? 'root', target),
      poll: (_token, context) => whereIs(context, address, from.parent ?? 'root', target),
    },
  ];
}

/**
 * AWS answers "no such account" when the account is not where the caller thinks it is: the three answers below all
 * mean "look again" (observed; Organizations API reference, MoveAccount).
 */
const LOOK_AGAIN = ['AccountNotFoundException', 'SourceParentNotFoundException', 'DuplicateAccountException'];

async function moveTo(context: StepContext<Surroundings>, address: Address, from: Place, to: Place): Promise<Progress> {
  const { aws, names } = context;
  try {
    await aws.organizations.moveAccount(names.idOf(address), names.idOf(from), names.idOf(to));
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
  const { aws, names } = context;
  const actual = await aws.organizations.parentOf(names.idOf(address));
  if (actual === names.idOf(to)) return { state: 'done' };
  if (actual === names.idOf(from)) return { state: 'running', token: actual, detail: `listed in ${from}` };
  return {
    state: 'failed',
    problem: `it is not in ${from} any more but in ${(actual && names.nameOf(actual)) ?? actual ?? 'no place that AWS tells'}; plan again`,
  };
}
