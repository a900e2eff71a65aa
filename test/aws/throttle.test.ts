import { describe, expect, it } from '@jest/globals';
import { Throttle } from '../../src/aws/throttle.js';
import { VirtualClock } from '../../src/clock.js';

class AwsError extends Error {
  constructor(
    code: string,
    readonly $metadata = { httpStatusCode: 400 },
  ) {
    super(`${code} happened`);
    this.name = code;
  }
}

const half = (): number => 0.5;

/** Enough of a spread that retries do not march in step; the same every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe('Throttle', () => {
  it('keeps to half of the documented rate, after half of the burst', async () => {
    const clock = new VirtualClock(0);
    const throttle = new Throttle({ clock, pace: 50, random: half });
    const at: number[] = [];
    // MoveAccount: 2 a second, burst 3 -> 1 a second, burst 1.
    await Promise.all(
      Array.from({ length: 4 }, () =>
        throttle.call('organizations', 'MoveAccount', async () => at.push(clock.now()), { write: true }),
      ),
    );
    expect(at).toEqual([0, 1_000, 2_000, 3_000]);
  });

  it('gives the APIs of one row one bucket, and other rows their own', async () => {
    const clock = new VirtualClock(0);
    const throttle = new Throttle({ clock, pace: 100, random: half });
    const at: string[] = [];
    const call = (operation: string): Promise<unknown> =>
      throttle.call('organizations', operation, async () => at.push(`${operation}@${clock.now()}`));
    // CreateOrganizationalUnit and DescribeOrganization share 1 a second, burst 2.
    await Promise.all([
      call('DescribeOrganization'),
      call('DescribeOrganization'),
      call('CreateOrganizationalUnit'),
      call('ListParents'),
    ]);
    expect(at.sort()).toEqual([
      'CreateOrganizationalUnit@1000',
      'DescribeOrganization@0',
      'DescribeOrganization@0',
      'ListParents@0',
    ]);
  });

  it('lets one write to a service run at a time, and reads beside it', async () => {
    const clock = new VirtualClock(0);
    const throttle = new Throttle({ clock, pace: 'off' });
    let writing = 0;
    let most = 0;
    const write = async (): Promise<void> => {
      writing += 1;
      most = Math.max(most, writing);
      await clock.sleep(50);
      writing -= 1;
    };
    await Promise.all(
      ['TagResource', 'AttachPolicy', 'CreatePolicy'].map((operation) =>
        throttle.call('organizations', operation, write, { write: true }),
      ),
    );
    expect(most).toBe(1);
    await Promise.all(
      ['ListParents', 'ListRoots'].map((operation) => throttle.call('organizations', operation, write)),
    );
    expect(most).toBe(2);
  });

  it('never surfaces a throttle: it slows down to what gets through, and counts both', async () => {
    const clock = new VirtualClock(0);
    const throttle = new Throttle({ clock, pace: 'off', random: seeded(7) });
    let tokens = 5;
    let filledAt = 0;
    const limited = async (): Promise<void> => {
      tokens = Math.min(5, tokens + ((clock.now() - filledAt) / 1_000) * 20);
      filledAt = clock.now();
      if (tokens < 1) throw new AwsError('TooManyRequestsException');
      tokens -= 1;
    };
    await Promise.all(Array.from({ length: 400 }, () => throttle.call('organizations', 'ListChildren', limited)));
    const [count] = throttle.counts();
    const ideal = (400 - 5) / 20;
    expect(clock.now() / 1_000).toBeLessThan(ideal * 1.1);
    expect(count).toMatchObject({ api: 'organizations:ListChildren' });
    expect(count?.calls).toBe(400 + (count?.throttled ?? 0));
  });

  it('tries a conflict with another writer again, and gives a final answer at once', async () => {
    const clock = new VirtualClock(0);
    const throttle = new Throttle({ clock, pace: 'off', random: half });
    let attempts = 0;
    const conflicting = async (): Promise<string> => {
      attempts += 1;
      if (attempts < 4) throw new AwsError('ConcurrentModificationException');
      return 'written';
    };
    await expect(throttle.call('organizations', 'TagResource', conflicting, { write: true })).resolves.toBe('written');
    const refused = (): Promise<never> => Promise.reject(new AwsError('MalformedPolicyDocumentException'));
    await expect(throttle.call('organizations', 'CreatePolicy', refused, { write: true })).rejects.toThrow(
      'MalformedPolicyDocumentException',
    );
    expect(throttle.counts().find((count) => count.api === 'organizations:CreatePolicy')?.calls).toBe(1);
  });

  it('gives up on a fault that does not pass, within minutes', async () => {
    const clock = new VirtualClock(0);
    const throttle = new Throttle({ clock, pace: 'off', random: half });
    const broken = (): Promise<never> => Promise.reject(new AwsError('ServiceException', { httpStatusCode: 500 }));
    await expect(throttle.call('organizations', 'ListRoots', broken)).rejects.toThrow('ServiceException');
    expect(clock.now()).toBeGreaterThan(60_000);
    expect(clock.now()).toBeLessThan(300_000);
  });

  it('after an hour of waiting for another operation still bears with a throttle and a fault that passes', async () => {
    const clock = new VirtualClock(0);
    const throttle = new Throttle({ clock, pace: 100, random: half });
    const passing = ['ThrottlingException', 'ServiceException', 'ThrottlingException'];
    const busy = async (): Promise<string> => {
      if (clock.now() < 3_600_000) throw new AwsError('ResourceInUseException');
      const code = passing.pop();
      if (code !== undefined) throw new AwsError(code, { httpStatusCode: code === 'ServiceException' ? 500 : 400 });
      return 'written';
    };
    await expect(throttle.call('config', 'PutOrganizationConfigRule', busy)).resolves.toBe('written');
  });

  it('waits for hours for another operation of Control Tower, asking seldom, but not for ever', async () => {
    const clock = new VirtualClock(0);
    const throttle = new Throttle({ clock, pace: 100, random: half });
    const busy = (): Promise<never> => Promise.reject(new AwsError('ConflictException', { httpStatusCode: 409 }));
    await expect(throttle.call('controltower', 'EnableBaseline', busy)).rejects.toThrow('ConflictException');
    const hours = clock.now() / 3_600_000;
    expect(hours).toBeGreaterThan(5);
    expect(hours).toBeLessThan(7);
    const [count] = throttle.counts();
    expect(count).toMatchObject({ api: 'controltower:EnableBaseline', throttled: 0 });
    expect((count?.calls ?? 0) / hours).toBeLessThanOrEqual(240);
  });
});
