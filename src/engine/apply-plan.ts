import { drive } from '../apply/drive.js';
import { schedule } from '../apply/schedule.js';
import { Settling } from '../apply/settle.js';
import { describeFault, faultOf } from '../aws/faults.js';
import type { Clock } from '../clock.js';
import { TowerctlError } from '../errors.js';
import { rateOf } from '../facts/rates.js';
import type { Kind, Lane, StepContext } from '../kind.js';
import { KINDS } from '../kinds/index.js';
import type { Surroundings } from '../kinds/surroundings.js';
import type { Address, ApplyResult, Change, Outcome, Plan } from '../model.js';
import { digestOf } from '../plan/digest.js';
import { writePlanFile } from '../plan/file.js';
import { heldBack } from '../plan/holds.js';
import { inversePlan } from '../plan/inverse.js';
import { type ActiveChange, isActive, specAfter } from '../plan/order.js';
import { chainWeights } from '../plan/weights.js';
import { LandingZoneGate, writesToControlTower } from './landing-zone.js';
import type { EngineOptions } from './options.js';
import { type ReadAgain, readAgain } from './read-again.js';
import { judgePlan, type Verdict } from './staleness.js';

type ApplyOptions = EngineOptions & { readonly undoFile?: string };

/** Reads again what the plan stands on, refuses it when stale, and does what is left of it. */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<ApplyResult> {
  const { clock, listener = () => {} } = options;
  refuseIfNotSound(plan);
  const startedAt = clock.now();
  const { lease } = options;
  await lease?.check();
  const context = await readAgain(plan, options);
  const changes = plan.changes.filter(isActive);
  const verdicts = judgePlan(plan, context.readings, context.live.names);
  const undo = inversePlan(plan, KINDS, options.pace ?? 'off');
  if (
    options.undoFile !== undefined &&
    undo.changes.length > 0 &&
    [...verdicts.values()].some((verdict) => verdict !== 'already-so')
  ) {
    await writePlanFile(options.undoFile, undo);
    listener({ code: 'undo-written', at: clock.now(), file: options.undoFile });
  }
  listener({ code: 'apply-started', at: clock.now(), changes: changes.length });
  const unguard = lease && options.aws.guardWrites(() => lease.check());
  const outcomes = await carryOut(changes, verdicts, context, options, digestOf(plan)).finally(unguard);
  const complete = outcomes.every(
    ({ state, problem }) =>
      state === 'already-so' || state === 'settling' || (state === 'done' && problem === undefined),
  );
  const result: ApplyResult = {
    outcomes,
    state: complete ? 'complete' : 'incomplete',
    startedAt,
    endedAt: clock.now(),
  };
  listener({ code: 'apply-finished', at: clock.now(), result });
  return result;
}

function refuseIfNotSound(plan: Plan): void {
  const errors = plan.problems.filter((problem) => problem.severity === 'error');
  if (errors.length === 0) return;
  throw new TowerctlError(
    'guard',
    `the plan has ${errors.length} problem${errors.length === 1 ? '' : 's'} that must be solved or allowed first; nothing was written`,
    errors,
  );
}

async function carryOut(
  changes: readonly ActiveChange[],
  verdicts: ReadonlyMap<Address, Verdict>,
  context: ReadAgain,
  options: ApplyOptions,
  planDigest: string,
): Promise<Outcome[]> {
  const { clock, listener = () => {} } = options;
  const kinds = new Map<string, Kind>(KINDS.map((kind) => [kind.name, kind]));
  const step: Omit<StepContext<Surroundings>, 'clientToken'> = {
    aws: context.aws,
    names: context.live.names,
    clock,
    manifestName: context.manifestName,
    ...(context.within && { within: context.within }),
  };
  const weights = chainWeights(changes, KINDS);
  const settling = new Settling({
    clock,
    listener,
    forget: () => context.aws.forget(),
    shows: (change) => showsNow(change, kinds, step),
  });
  const gate = new LandingZoneGate(context.aws, clock, listener);
  const signal = stopsBy(options);
  const held = heldBack(changes, options.holds ?? [], clock.now());
  const outcomes = await schedule(changes, {
    clock,
    listener,
    ...(signal && { signal }),
    lanes: (change) => lanesOf(change, kinds),
    weight: (change) => weights.get(change.address) ?? 0,
    drive: async (change) => {
      const kind = kinds.get(change.kind);
      const verdict = verdicts.get(change.address);
      if (verdict === 'already-so' || !kind) return alreadySo(change, clock.now());
      const hold = held.get(change.address);
      if (hold !== undefined)
        return { address: change.address, action: change.action, state: 'skipped', problem: hold };
      const busy = writesToControlTower(change, kind) ? await heldBy(gate, change, clock) : undefined;
      if (busy) return busy;
      const outcome = await drive(rest(change, verdict, context), kind, {
        step,
        clock,
        listener,
        planDigest,
        ...(options.lease && { lease: options.lease }),
        created: (made, id) => context.live.names.set(made.address, id),
      });
      // What was done in part only will not show as a whole: it is named, and not waited for.
      if (outcome.state === 'done' && outcome.problem === undefined) settling.done(change);
      return { ...outcome, action: change.action };
    },
  });
  if (signal?.aborted) return outcomes;
  const late = await settling.toEnd();
  return outcomes.map((outcome) => (late.has(outcome.address) ? { ...outcome, state: 'settling' as const } : outcome));
}

/** A person, or a lease that is somebody else's. */
function stopsBy({ signal, lease }: EngineOptions): AbortSignal | undefined {
  const signals = [signal, lease?.lost].filter((each) => each !== undefined);
  return signals.length === 0 ? undefined : AbortSignal.any(signals);
}

/** Undefined once nothing of the landing zone's own is running any more. */
async function heldBy(gate: LandingZoneGate, change: Change, clock: Clock): Promise<Outcome | undefined> {
  const startedAt = clock.now();
  try {
    await gate.pass(change);
    return undefined;
  } catch (error) {
    const problem = error instanceof TowerctlError ? error.message : describeFault('landing zone', faultOf(error));
    return {
      address: change.address,
      action: change.action,
      state: 'failed',
      problem,
      startedAt,
      endedAt: clock.now(),
    };
  }
}

/**
 * A few changes at a time for each rate limit: more would only queue for the same tokens, take the place of changes
 * that could go on, and be in flight when a person interrupts the run.
 */
const QUEUED_PER_RATE = 2;

/** A kind that says itself how many of its operations AWS runs at a time is held by that alone: most of such a change is waiting. */
function lanesOf(change: Change, kinds: ReadonlyMap<string, Kind>): readonly Lane[] {
  const own = kinds.get(change.kind)?.lanes(change) ?? [];
  return own.length > 0 ? own : apiLane(change, kinds);
}

function apiLane(change: Change, kinds: ReadonlyMap<string, Kind>): Lane[] {
  const call = kinds.get(change.kind)?.steps(change)[0]?.calls[0];
  if (call === undefined) return [];
  const [service = '', operation = ''] = call.split(':');
  return [{ lane: `rate of ${service}:${rateOf(service, operation).operations[0]}`, limit: QUEUED_PER_RATE }];
}

function alreadySo(change: Change, now: number): Outcome {
  return { address: change.address, action: change.action, state: 'already-so', startedAt: now, endedAt: now };
}

/** Of what a run that was cut short has begun, what the next plan would say: to wait, or to mend. */
function rest(change: Change, verdict: Verdict | undefined, { readings }: ReadAgain): Change {
  const to = specAfter(change);
  if (to === undefined || (verdict !== 'wait' && verdict !== 'repair')) return change;
  const { address, kind, needs, after, reads } = change;
  const base = { address, kind, needs, after, reads, to };
  const live = readings.find((reading) => reading.kind.name === kind)?.live.get(address);
  if (verdict === 'repair') return { ...base, action: 'repair', why: 'failed', from: live?.spec ?? to };
  return { ...base, action: 'wait', why: 'running', ...(live?.token !== undefined && { token: live.token }) };
}

async function showsNow(
  change: Change,
  kinds: ReadonlyMap<string, Kind>,
  step: Omit<StepContext<Surroundings>, 'clientToken'>,
): Promise<boolean> {
  const kind = kinds.get(change.kind);
  if (!kind?.shows) return true;
  try {
    return await kind.shows(change, { ...step, clientToken: '' });
  } catch (error) {
    // What was removed took with it what could be asked about it; what cannot be read does not show.
    return faultOf(error).class === 'gone' && change.action === 'remove';
  }
}
