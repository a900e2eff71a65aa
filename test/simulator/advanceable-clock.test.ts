import { VirtualClock } from '../../src/clock.js';
import { AdvanceableClock } from '../../src/simulator/advanceable-clock.js';

/** A clock that moves only when told: what the machine's clock is to a sandbox, without its waiting. */
class StandingClock extends VirtualClock {
  override sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }
}

test('advancing wakes what falls due, in order, and nothing else', async () => {
  const clock = new AdvanceableClock(new StandingClock(1_000));
  const woken: string[] = [];
  const long = new AbortController();
  const sleeps = [
    clock.sleep(2_000).then(() => woken.push('two')),
    clock.sleep(1_000).then(() => woken.push('one')),
    clock.sleep(9_000, long.signal).then(
      () => woken.push('nine'),
      () => woken.push('aborted'),
    ),
  ];
  clock.advance(3_000);
  await Promise.all(sleeps.slice(0, 2));
  expect(woken).toEqual(['one', 'two']);
  expect(clock.now()).toBe(4_000);
  long.abort(new Error('enough'));
  await sleeps[2];
  expect(woken).toEqual(['one', 'two', 'aborted']);
});

test('sleeps by its base clock when nobody advances it', async () => {
  const base = new VirtualClock(0);
  const clock = new AdvanceableClock(base);
  await clock.sleep(60_000);
  expect(base.now()).toBe(60_000);
});

test('a sleep that was aborted beforehand never starts', async () => {
  const clock = new AdvanceableClock(new StandingClock());
  await expect(clock.sleep(1, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
});
