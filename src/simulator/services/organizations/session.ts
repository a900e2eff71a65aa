import type { Operation, OperationContext } from '../../service.js';
import type { World } from '../../world.js';
import { accessDenied, notInUse } from './faults.js';
import { Input } from './input.js';
import { poll, settle } from './pending.js';
import type { OrganizationRecord, PendingRecord } from './records.js';
import { openStore } from './state.js';
import type { Store, View } from './store.js';

/** One call: the caller, the time and the tables. */
export interface Session {
  readonly world: World;
  readonly store: Store;
  readonly now: number;
  readonly callerId: string;
  readonly random: () => number;
  /** How an injected fault wants what this call begins to end. */
  readonly outcome?: Readonly<Record<string, unknown>>;
}

/** A call of somebody who is in an organization. */
export interface Member extends Session {
  readonly organization: OrganizationRecord;
  readonly isManagement: boolean;
  /** What list operations answer from. */
  readonly listed: View;
}

type Output = Record<string, unknown>;

interface Rules {
  /** Slow operations that this call counts as a poll of. */
  readonly polls?: readonly PendingRecord['kind'][];
}

function open(context: OperationContext<World>, rules: Rules): Session {
  const { world } = context;
  const session: Session = {
    world,
    store: openStore(world),
    now: world.clock.now(),
    callerId: context.caller.accountId,
    random: world.random,
    ...(context.outcome && { outcome: context.outcome }),
  };
  settle(session);
  if (rules.polls) poll(session, rules.polls);
  return session;
}

function asMember(session: Session): Member {
  const organization = session.store.get('organizations', 'current');
  if (!organization || session.store.get('parents', session.callerId) === undefined) throw notInUse();
  return {
    ...session,
    organization,
    isManagement: organization.managementAccountId === session.callerId,
    listed: session.store.lagged,
  };
}

/** Anyone may call, in an organization or not. */
export function anyone(run: (session: Session, input: Input) => Output, rules: Rules = {}): Operation<World> {
  return (raw, context) => run(open(context, rules), new Input(raw));
}

/** Any account of the organization may call. */
export function member(run: (session: Member, input: Input) => Output, rules: Rules = {}): Operation<World> {
  return (raw, context) => run(asMember(open(context, rules)), new Input(raw));
}

/** Only the management account, or a delegated administrator of some service, may read. */
export function reader(run: (session: Member, input: Input) => Output, rules: Rules = {}): Operation<World> {
  return member((session, input) => {
    if (!session.isManagement && session.store.list(`services:${session.callerId}`).length === 0) throw accessDenied();
    return run(session, input);
  }, rules);
}

/** Only the management account may call. */
export function management(run: (session: Member, input: Input) => Output, rules: Rules = {}): Operation<World> {
  return member((session, input) => {
    if (!session.isManagement) throw accessDenied();
    return run(session, input);
  }, rules);
}
