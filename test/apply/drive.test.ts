import { describe, expect, it } from '@jest/globals';
import { type DriveContext, drive } from '../../src/apply/drive.js';
import { VirtualClock } from '../../src/clock.js';
import { TowerctlError } from '../../src/errors.js';
import type { EngineEvent } from '../../src/events.js';
import type { Step } from '../../src/kind.js';
import type { Outcome } from '../../src/model.js';
import { creation, NAMES, toyKind } from '../support/toy-kind.js';

interface Driven {
  readonly outcome: Outcome;
  readonly events: EngineEvent[];
  readonly ids: string[];
  readonly seconds: number;
}

async function driven(...steps: Step<unknown>[]): Promise<Driven> {
  const clock = new VirtualClock(0);
  const events: EngineEvent[] = [];
  const ids: string[] = [];
  const context: DriveContext<unknown> = {
    step: { aws: {}, names: NAMES, clock, manifestName: 'test' },
    clock,
    listener: (event) => events.push(event),
    planDigest: '0123456789abcdef0123',
    created: (change, id) => ids.push(`${change.address} ${id}`),
  };
  const outcome = await drive(creation('toy:a'), toyKind('toy', { steps: () => steps as Step<never>[] }), context);
  return { outcome, events, ids, seconds: clock.now() / 1_000 };
}

const step = (more: Partial<Step<unknown>>): Step<unknown> => ({
  name: 'do',
  calls: ['organizations:AttachPolicy'],
  start: async () => ({ state: 'done' }),
  ...more,
});

describe('drive', () => {
  it('makes the steps one after the other and tells what was created', async () => {
    const order: string[] = [];
    const made = (name: string, id?: string): Step<unknown> =>
      step({
        name,
        start: async ({ clientToken }) => {
          order.push(`${name} ${clientToken}`);
          return { state: 'done', ...(id !== undefined && { id }) };
        },
      });
    const { outcome, ids } = await driven(made('one', 'id-1'), made('two'));
    expect(outcome).toEqual({ address: 'toy:a', action: 'create', state: 'done', startedAt: 0, endedAt: 0 });
    expect(order).toEqual(['one 0123456789abcdef-toy:a-0', 'two 0123456789abcdef-toy:a-1']);
    expect(ids).toEqual(['toy:a id-1']);
  });

  it('polls, ever less often, until it is done', async () => {
    let polls = 0;
    const { outcome, events, seconds } = await driven(
      step({
        start: async () => ({ state: 'running', token: 't', detail: 'PENDING' }),
        poll: async (token) => {
          polls += 1;
          expect(token).toBe('t');
          return polls < 6 ? { state: 'running', token } : { state: 'done' };
        },
      }),
    );
    expect(outcome.state).toBe('done');
    // 1 + 2 + 4 + 8 + 15 + 15
    expect(seconds).toBe(45);
    expect(events.filter(({ code }) => code === 'step-waiting')).toHaveLength(6);
  });

  it('polls at least as often as the step asks for', async () => {
    let polls = 0;
    const { seconds } = await driven(
      step({
        pollEvery: 5,
        start: async () => ({ state: 'running', token: 't' }),
        poll: async (token) => {
          polls += 1;
          return polls < 6 ? { state: 'running', token } : { state: 'done' };
        },
      }),
    );
    // 1 + 2 + 4 + 5 + 5 + 5
    expect(seconds).toBe(22);
  });

  it('gives up after three times what AWS takes at worst, and says how to go on', async () => {
    const running = async () => ({ state: 'running', token: 't', detail: 'PENDING_ENABLE' }) as const;
    const { outcome, seconds } = await driven(step({ takes: [1, 20], start: running, poll: running }));
    expect(outcome.state).toBe('failed');
    expect(outcome.problem).toBe('do: still PENDING_ENABLE after 60 s; run again to go on waiting');
    expect(seconds).toBeGreaterThanOrEqual(60);
    expect(seconds).toBeLessThan(80);
  });

  it('ends at the step that fails', async () => {
    const later = step({ start: () => Promise.reject(new Error('must not be reached')) });
    const { outcome } = await driven(
      step({ name: 'move', start: async () => ({ state: 'failed', problem: 'not there' }) }),
      later,
    );
    expect(outcome).toMatchObject({ state: 'failed', problem: 'move: not there' });
  });

  it('names the call and what AWS said when an error comes', async () => {
    const error = Object.assign(new Error('too many'), {
      name: 'ConstraintViolationException',
      Reason: 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    });
    const { outcome } = await driven(step({ name: 'attach', start: () => Promise.reject(error) }));
    expect(outcome.problem).toBe(
      'attach: AttachPolicy: ConstraintViolationException (MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED): too many',
    );
  });

  it('repeats what an error of ours says, and fails on an error in a poll too', async () => {
    const ours = new TowerctlError('failed', 'unit:X has no AWS id: it does not exist (yet)');
    const { outcome } = await driven(
      step({
        start: async () => ({ state: 'running', token: 't' }),
        poll: () => Promise.reject(ours),
      }),
    );
    expect(outcome.problem).toBe('do: unit:X has no AWS id: it does not exist (yet)');
  });

  it('is done although something is lacking, and says what', async () => {
    const { outcome } = await driven(
      step({ start: async () => ({ state: 'done', lacking: 'not enrolled: account:a' }) }),
      step({}),
    );
    expect(outcome).toMatchObject({ state: 'done', problem: 'not enrolled: account:a' });
  });

  it('waits as long as a step says it may take', async () => {
    const { outcome, seconds } = await driven(
      step({
        takes: [1, 2],
        patience: 3_600,
        start: async () => ({ state: 'running', token: 't' }),
        poll: async () => ({ state: 'running', token: 't' }),
      }),
    );
    expect(outcome.state).toBe('failed');
    expect(seconds).toBeGreaterThanOrEqual(3_600);
    expect(seconds).toBeLessThan(3_700);
  });
});
