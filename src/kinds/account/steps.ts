import { faultOf } from '../../aws/faults.js';
import type { Step, StepContext } from '../../kind.js';
import type { Address, Change, Progress } from '../../model.js';
import { withHold } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { tagSteps } from '../tag-steps.js';
import { provision } from './account-factory.js';
import { create } from './create.js';
import { hold } from './hold.js';
import { move } from './placing.js';
import { settingsSteps } from './settings-steps.js';
import { type AccountSpec, isFactoryMade } from './spec.js';

export function steps(change: Change<AccountSpec>): Step<Surroundings>[] {
  const { address } = change;
  switch (change.action) {
    case 'create':
      return made(address, change.to);
    case 'update':
    case 'adopt':
      return changed(address, change.from, change.to, change.action === 'adopt');
    case 'remove':
      return [close(address)];
    default:
      return [];
  }
}

/** CreateAccount sets the tags itself; Account Factory puts the account where it belongs, and cannot tag it. */
function made(address: Address, to: AccountSpec): Step<Surroundings>[] {
  const { parent = 'root' } = to;
  const settings = settingsSteps(address, {}, to);
  if (isFactoryMade(to))
    return [
      provision(to),
      ...tagSteps(address, {}, to, { key: to.key ?? address.slice('account:'.length) }),
      ...settings,
    ];
  return [
    create(address, to),
    ...held(address, to),
    ...(parent === 'root' ? [] : [move(address, 'root', parent, true)]),
    ...settings,
  ];
}

/** Before it goes where others are let in. */
function held(address: Address, { held: policy }: AccountSpec): Step<Surroundings>[] {
  return typeof policy === 'string' ? [hold(address, policy)] : [];
}

function changed(address: Address, from: AccountSpec, to: AccountSpec, adopts: boolean): Step<Surroundings>[] {
  const own = to.key !== undefined && (adopts || from.key !== to.key) ? { key: to.key } : undefined;
  const moves = to.parent !== undefined && from.parent !== to.parent;
  return [
    ...(moves && to.parent !== undefined
      ? [...held(address, to), move(address, from.parent ?? 'root', to.parent)]
      : []),
    ...tagSteps(address, withHold(from), withHold(to), own),
    ...settingsSteps(address, from, to),
  ];
}

/** Seconds: "a few minutes" (Organizations API reference, CloseAccount). */
const CLOSURE = { takes: [60, 600], patience: 7_200 } as const;

function close(address: Address): Step<Surroundings> {
  return {
    name: 'close',
    calls: ['organizations:CloseAccount'],
    ...CLOSURE,
    async start(context) {
      try {
        await context.aws.organizations.closeAccount(context.names.idOf(address));
      } catch (error) {
        const { code } = faultOf(error);
        // Closed already, or being closed.
        if (code !== 'AccountAlreadyClosedException' && code !== 'ConflictException') throw error;
      }
      return closing(context, address);
    },
    poll: (_token, context) => closing(context, address),
  };
}

async function closing({ aws, names }: StepContext<Surroundings>, address: Address): Promise<Progress> {
  try {
    const { state } = await aws.organizations.account(names.idOf(address));
    return state === 'ACTIVE' || state === 'PENDING_CLOSURE'
      ? { state: 'running', token: state, detail: 'AWS closes the account' }
      : { state: 'done' };
  } catch (error) {
    if (faultOf(error).class !== 'gone') throw error;
    return { state: 'done' };
  }
}
