import { VirtualClock } from '../../src/clock.js';
import { World } from '../../src/simulator/world.js';

describe('slow operations', () => {
  test('an immediate one is done at the first poll', () => {
    const world = new World(new VirtualClock());
    expect(world.startOperation('a').done()).toBe(true);
  });

  test('a pace of two polls answers "not yet" twice, and looking is not polling', () => {
    const world = new World(new VirtualClock(), { pace: { kind: 'polls', polls: 2 } });
    const operation = world.startOperation('a');
    expect(operation.isDone()).toBe(false);
    expect([operation.done(), operation.done(), operation.done(), operation.done()]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test('a pace of time is done when the clock says so', () => {
    const clock = new VirtualClock();
    const operation = new World(clock, { pace: { kind: 'time', ms: 5_000 } }).startOperation('a');
    clock.advance(4_999);
    expect(operation.done()).toBe(false);
    clock.advance(1);
    expect(operation.done()).toBe(true);
  });

  test('is found again by its key until it is ended', () => {
    const world = new World(new VirtualClock(), { pace: { kind: 'polls', polls: 1 } });
    world.startOperation('a').done();
    expect(world.operation('a')?.done()).toBe(true);
    world.endOperation('a');
    expect(world.operation('a')).toBeUndefined();
  });
});

describe('a saved world', () => {
  test('restores states, operations and the random sequence, and is a copy', () => {
    const world = new World(new VirtualClock(), { pace: { kind: 'polls', polls: 2 } }, 7);
    world.state('toy', () => ({ names: ['a'] }));
    world.startOperation('slow').done();
    world.random();
    const saved = world.snapshot();
    const next = [world.random(), world.random()];
    world.state('toy', () => ({ names: [''] })).names.push('b');

    const other = new World(new VirtualClock(), {}, 99);
    other.restore(saved);
    expect(other.state('toy', () => ({ names: [] as string[] }))).toEqual({ names: ['a'] });
    expect([other.operation('slow')?.done(), other.operation('slow')?.done()]).toEqual([false, true]);
    expect([other.random(), other.random()]).toEqual(next);
  });

  test('what is none is refused and changes nothing', () => {
    const world = new World(new VirtualClock());
    world.state('toy', () => 'kept');
    expect(() => world.restore({ format: 2 })).toThrow(/format 1/);
    expect(world.state('toy', () => 'new')).toBe('kept');
  });
});

test('random numbers lie in [0, 1), repeat for a seed and start again when the world is cleared', () => {
  const world = new World(new VirtualClock(), {}, 3);
  const first = Array.from({ length: 1_000 }, world.random);
  expect(Math.min(...first)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...first)).toBeLessThan(1);
  expect(new Set(first).size).toBeGreaterThan(990);
  world.clear();
  expect(Array.from({ length: 1_000 }, world.random)).toEqual(first);
});
