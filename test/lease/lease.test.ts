import type { LockStore } from '../../src/lease/lease.js';
import { leaseStatus } from '../../src/lease/status.js';
import { removeBucket } from '../../src/simulator/services/s3/for-services.js';
import { LeaseHouse, PLACE } from './house.js';

const MINUTE = 60_000;

/** A store whose writes can be switched off, as the network does. */
function flaky(s3: LockStore): LockStore & { mode: 'up' | 'down' | 'answers lost' } {
  const store = {
    mode: 'up' as 'up' | 'down' | 'answers lost',
    getObject: (bucket: string, key: string) => {
      if (store.mode === 'down') throw Object.assign(new Error('no route'), { name: 'TimeoutError' });
      return s3.getObject(bucket, key);
    },
    swapObject: async (...given: Parameters<LockStore['swapObject']>) => {
      if (store.mode === 'down') throw Object.assign(new Error('no route'), { name: 'TimeoutError' });
      const etag = await s3.swapObject(...given);
      // Sent again by whoever lost the answer, the write meets itself.
      return store.mode === 'answers lost' ? s3.swapObject(...given) : etag;
    },
  };
  return store;
}

describe('the queue', () => {
  test('one at a time: the second goes on when the first has released, with the next number', async () => {
    const house = await LeaseHouse.open();
    const first = await house.lease('run-1');
    expect(first.fence).toBe(1);
    const order: string[] = [];
    const second = house.lease('run-2').then((lease) => {
      order.push('second has it');
      return lease;
    });
    await house.clock.sleep(3 * MINUTE);
    expect(house.codes()).toEqual(['lease-taken', 'lease-waiting']);
    order.push('first releases');
    await first.release();
    expect((await second).fence).toBe(2);
    expect(order).toEqual(['first releases', 'second has it']);
    await (await second).release();
    expect(house.read()).toMatchObject({ state: 'released', fence: 2, runId: 'run-2' });
  });

  test('ten that come at once: each has it once, never two at a time, ten numbers', async () => {
    const house = await LeaseHouse.open();
    let inside = 0;
    let most = 0;
    const fences = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const lease = await house.lease(`run-${index}`);
        inside += 1;
        most = Math.max(most, inside);
        await house.clock.sleep(20_000);
        await lease.check();
        inside -= 1;
        await lease.release();
        return lease.fence;
      }),
    );
    expect(most).toBe(1);
    expect([...fences].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('it does not wait for ever: the message says who has it and how to go on', async () => {
    const house = await LeaseHouse.open();
    const first = await house.lease('run-1', { by: 'arn:aws:iam::1:user/anna' });
    const startedAt = house.clock.now();
    const failed = house.lease('run-2', { wait: 90 });
    await expect(failed).rejects.toThrow(
      /still held after 90 s by run run-1 \(cli, arn:aws:iam::1:user\/anna\) since .*last heartbeat \d+ s ago.*--take-over/,
    );
    expect(house.clock.now() - startedAt).toBeLessThan(100_000);
    await first.release();
  });

  test('an interrupted wait ends at once and leaves nothing', async () => {
    const house = await LeaseHouse.open();
    const first = await house.lease('run-1');
    const stop = new AbortController();
    const waiting = house.lease('run-2', { signal: stop.signal });
    await house.clock.sleep(15_000);
    stop.abort(new Error('Ctrl-C'));
    await expect(waiting).rejects.toThrow('Ctrl-C');
    expect(house.read()).toMatchObject({ runId: 'run-1', state: 'held' });
    await first.release();
  });
});

describe('the heartbeat', () => {
  test('keeps a lease for an hour, and nobody takes it', async () => {
    const house = await LeaseHouse.open();
    const first = await house.lease('run-1');
    const second = house.lease('run-2', { wait: 4 * 3_600 }).catch((error: Error) => error);
    await house.clock.sleep(60 * MINUTE);
    await expect(first.check()).resolves.toBeUndefined();
    expect(Number(house.read()['beat'])).toBeGreaterThanOrEqual(58);
    await first.release();
    await expect(second).resolves.toMatchObject({ fence: 2 });
    await ((await second) as { release(): Promise<void> }).release();
  });

  test('a run that died: the next has it five minutes after the last heartbeat, and that is recorded', async () => {
    const house = await LeaseHouse.open();
    const store = flaky(house.s3());
    const dead = await house.lease('run-1', { s3: store });
    await house.clock.sleep(2.5 * MINUTE);
    store.mode = 'down';
    const startedAt = house.clock.now();
    const next = await house.lease('run-2');
    const took = house.clock.now() - startedAt;
    expect(took).toBeGreaterThan(4 * MINUTE);
    expect(took).toBeLessThan(5.5 * MINUTE);
    expect(next.fence).toBe(2);
    expect(house.read('leases/2.json')).toMatchObject({
      fence: 2,
      runId: 'run-2',
      expired: true,
      from: { fence: 1, runId: 'run-1' },
      reason: expect.stringMatching(/^no heartbeat for 30\d s$/),
    });
    // Its network is back: it must find out before it writes.
    store.mode = 'up';
    await expect(dead.check()).rejects.toThrow(/not ours any more: run run-2 took it over .*fence is 2, ours is 1/);
    expect(house.codes()).toContain('lease-lost');
    await dead.release();
    expect(house.read()).toMatchObject({ runId: 'run-2', state: 'held' });
    await next.release();
  });

  test('what cannot be renewed is given up while nobody else may have it yet', async () => {
    const house = await LeaseHouse.open();
    const s3 = house.s3();
    // Reads pass, writes do not.
    const store: LockStore = {
      getObject: (bucket, key) => s3.getObject(bucket, key),
      swapObject: (...given) =>
        house.clock.now() - begin > 1_000
          ? Promise.reject(Object.assign(new Error('denied'), { name: 'AccessDenied' }))
          : s3.swapObject(...given),
    };
    const begin = house.clock.now();
    const lease = await house.lease('run-1', { s3: store });
    await house.clock.sleep(3 * MINUTE);
    await expect(lease.check()).resolves.toBeUndefined();
    await house.clock.sleep(1.2 * MINUTE);
    await expect(lease.check()).rejects.toThrow(/could not be renewed for 25\d s/);
    expect((await leaseStatus(s3, PLACE)).state).toBe('held');
    await lease.release();
  });

  test('answers that get lost cost nothing: a write that meets itself is its own', async () => {
    const house = await LeaseHouse.open();
    const store = flaky(house.s3());
    store.mode = 'answers lost';
    const lease = await house.lease('run-1', { s3: store });
    expect(lease.fence).toBe(1);
    await house.clock.sleep(10 * MINUTE);
    await expect(lease.check()).resolves.toBeUndefined();
    await lease.release();
    expect(house.read()).toMatchObject({ state: 'released' });
  });

  test('a lock that somebody deletes is lost', async () => {
    const house = await LeaseHouse.open();
    const lease = await house.lease('run-1');
    await house.clock.sleep(2_000);
    removeBucket(house.simulator.world, PLACE.bucket);
    await expect(lease.check()).rejects.toThrow('the lock was deleted');
    expect(lease.lost.aborted).toBe(true);
    await lease.release();
  });
});

describe('check', () => {
  const reads = (house: LeaseHouse): number =>
    house.simulator.calls.counts().find(({ api }) => api === 's3:GetObject')?.calls ?? 0;

  test('is asked of S3 once a second at most, by however many', async () => {
    const house = await LeaseHouse.open();
    const lease = await house.lease('run-1');
    await house.clock.sleep(5_000);
    const before = reads(house);
    await Promise.all(Array.from({ length: 20 }, () => lease.check()));
    await lease.check();
    expect(reads(house) - before).toBe(1);
    await house.clock.sleep(1_500);
    await lease.check();
    expect(reads(house) - before).toBe(2);
    await lease.release();
  });

  test('sees a take-over within that second', async () => {
    const house = await LeaseHouse.open();
    const lease = await house.lease('run-1');
    const other = await house.takeOver('run-2', 'it hangs');
    await house.clock.sleep(1_100);
    await expect(lease.check()).rejects.toThrow('run run-2 took it over (it hangs)');
    expect(lease.lost.reason).toMatchObject({ name: 'TowerctlError', exit: 'failed' });
    await other.release();
  });
});

describe('taking over', () => {
  test('needs a reason, raises the fence, is recorded, and stands in the lock', async () => {
    const house = await LeaseHouse.open();
    const lease = await house.lease('run-1');
    await expect(house.takeOver('run-2', '  ')).rejects.toMatchObject({ exit: 'usage' });
    const other = await house.takeOver('run-2', 'build 41 was stopped by hand');
    expect(other.fence).toBe(2);
    const entry = { reason: 'build 41 was stopped by hand', expired: false };
    expect(house.read('leases/2.json')).toMatchObject({ ...entry, runId: 'run-2', from: { runId: 'run-1' } });
    expect(house.read()).toMatchObject({ runId: 'run-2', takenFrom: { ...entry, runId: 'run-1', fence: 1 } });
    await lease.release();
    await expect(other.check()).resolves.toBeUndefined();
    await other.release();
  });

  test('of what nobody has: it is simply taken', async () => {
    const house = await LeaseHouse.open();
    const lease = await house.takeOver('run-1', 'just in case');
    expect(lease.fence).toBe(1);
    expect(house.read()).not.toHaveProperty('takenFrom');
    await lease.release();
  });
});

describe('what lies there', () => {
  test('status: never held, held, silent, free', async () => {
    const house = await LeaseHouse.open();
    const s3 = house.s3();
    expect(await leaseStatus(s3, PLACE)).toEqual({ state: 'never-held' });
    const store = flaky(house.s3());
    const lease = await house.lease('run-1', { s3: store });
    await house.clock.sleep(30_000);
    expect(await leaseStatus(s3, PLACE)).toMatchObject({ state: 'held', heartbeatAge: 30, lock: { runId: 'run-1' } });
    store.mode = 'down';
    await house.clock.sleep(5 * MINUTE);
    expect(await leaseStatus(s3, PLACE)).toMatchObject({ state: 'silent' });
    await lease.release();
    await (await house.lease('run-2')).release();
    expect(await leaseStatus(s3, PLACE)).toMatchObject({ state: 'free', lock: { fence: 2 } });
  });

  test('something else is not written over', async () => {
    const house = await LeaseHouse.open();
    await house.s3().swapObject(PLACE.bucket, 'lease/lock.json', '{"hello":1}', 'new');
    await expect(house.lease('run-1')).rejects.toThrow('s3://runs-of-test/lease/lock.json is no lease of towerctl');
    expect(house.read()).toEqual({ hello: 1 });
  });

  test('a bucket that is not there is named', async () => {
    const house = await LeaseHouse.open();
    const place = { ...PLACE, bucket: 'no-such-runs' };
    await expect(house.lease('run-1', { place })).rejects.toThrow('there is no bucket no-such-runs in ap-northeast-1');
  });

  test('without dates of S3 a lock must stand still for five minutes while it is watched', async () => {
    const house = await LeaseHouse.open();
    const s3 = house.s3();
    const store = flaky(house.s3());
    const dead = await house.lease('run-1', { s3: store });
    store.mode = 'down';
    await house.clock.sleep(60 * MINUTE);
    const undated: LockStore = {
      swapObject: (...given) => s3.swapObject(...given),
      getObject: async (bucket, key) => {
        const there = await s3.getObject(bucket, key);
        return there && { text: there.text, etag: there.etag };
      },
    };
    const startedAt = house.clock.now();
    const lease = await house.lease('run-2', { s3: undated });
    expect(house.clock.now() - startedAt).toBeGreaterThanOrEqual(5 * MINUTE);
    await dead.release();
    await lease.release();
  });
});
