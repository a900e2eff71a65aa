import { describe, expect, test } from '@jest/globals';
import { addUnit, topUnit, tower, type Unit } from '../support.js';
import { begin, details, enabledControls, finished, globalArn } from './support.js';

const MINUTE = 60_000;
const timed = { pace: { kind: 'time', ms: MINUTE } } as const;
const PREVENTIVE = ['CT.EC2.PV.1', 'CT.EC2.PV.2', 'CT.EC2.PV.3', 'CT.EC2.PV.4', 'CT.EC2.PV.5', 'CT.EC2.PV.6'];

/** Units with six controls each, until so many operations were begun. */
async function submit(on: ReturnType<typeof tower>, count: number): Promise<string[]> {
  const operations: string[] = [];
  let unit: Unit | undefined;
  for (let index = 0; index < count; index += 1) {
    const alias = PREVENTIVE[index % PREVENTIVE.length] ?? '';
    if (index % PREVENTIVE.length === 0) unit = await addUnit(on, `Unit ${index}`);
    operations.push((await begin(on, alias, unit?.arn ?? '')).operation);
  }
  return operations;
}

describe('control operations at once', () => {
  test('ten run, the others wait, and all of them are called IN_PROGRESS', async () => {
    const on = tower(timed);
    const operations = await submit(on, 25);
    const statuses = async () => {
      const found = await Promise.all(
        operations.map((operationIdentifier) => on.call('GetControlOperation', { operationIdentifier })),
      );
      return found.map(({ controlOperation }) => controlOperation?.status);
    };
    expect(new Set(await statuses())).toEqual(new Set(['IN_PROGRESS']));
    const ended = async () => (await statuses()).filter((status) => status === 'SUCCEEDED').length;
    on.clock.advance(MINUTE);
    expect(await ended()).toBe(10);
    on.clock.advance(MINUTE);
    expect(await ended()).toBe(20);
    on.clock.advance(MINUTE);
    expect(await ended()).toBe(25);
  });

  test('a hundred can be submitted; the next is 402, until one is over', async () => {
    const on = tower(timed);
    await submit(on, 100);
    const { arn: targetIdentifier } = await topUnit(on, 'Sandbox');
    const input = { controlIdentifier: globalArn('CT.KMS.PV.1'), targetIdentifier };
    expect(await on.refusal('EnableControl', input)).toMatch(/^ServiceQuotaExceededException/);
    on.clock.advance(MINUTE);
    expect(await on.refusal('EnableControl', input)).toBe('none');
  });

  test('each ends at its own time, however long nobody asked', async () => {
    const on = tower(timed);
    const operations = await submit(on, 25);
    on.clock.advance(60 * MINUTE);
    const ends = await Promise.all(operations.map(async (id) => (await finished(on, id)).endTime?.getTime() ?? 0));
    const starts = Math.min(...ends) - MINUTE;
    const rounds = ends.map((end) => (end - starts) / MINUTE);
    expect([1, 2, 3].map((round) => rounds.filter((each) => each === round).length)).toEqual([10, 10, 5]);
  });

  test('one operation at a time on one enabled control', async () => {
    const on = tower(timed);
    const { arn: targetIdentifier } = await topUnit(on, 'Sandbox');
    const { arn } = await begin(on, 'CT.EC2.PV.5', targetIdentifier);
    const controlIdentifier = globalArn('CT.EC2.PV.5');
    const parameters = [{ key: 'ExemptedPrincipalArns', value: ['arn:aws:iam::*:role/x'] }];
    for (const refused of [
      await on.refusal('DisableControl', { controlIdentifier, targetIdentifier }),
      await on.refusal('UpdateEnabledControl', { enabledControlIdentifier: arn, parameters }),
      await on.refusal('EnableControl', { controlIdentifier, targetIdentifier }),
    ]) {
      expect(refused).toMatch(/^ConflictException/);
    }
    expect((await details(on, arn)).statusSummary?.status).toBe('UNDER_CHANGE');
  });

  test('who only retries what is refused gets on', async () => {
    const on = tower({ pace: { kind: 'polls', polls: 3 } });
    const { arn: targetIdentifier } = await topUnit(on, 'Sandbox');
    await begin(on, 'CT.EC2.PV.5', targetIdentifier);
    const input = { controlIdentifier: globalArn('CT.EC2.PV.5'), targetIdentifier };
    const answers: string[] = [];
    for (let tries = 0; tries < 6 && answers.at(-1) !== 'none'; tries += 1) {
      answers.push(await on.refusal('DisableControl', input));
    }
    expect(answers.at(-1)).toBe('none');
    expect(answers.length).toBeGreaterThan(1);
  });

  test('controls of one unit change beside each other', async () => {
    const on = tower(timed);
    const { arn } = await topUnit(on, 'Sandbox');
    await begin(on, 'CT.EC2.PV.5', arn);
    await begin(on, 'CT.EC2.PV.6', arn);
    const filter = { statuses: ['UNDER_CHANGE' as const] };
    expect(await enabledControls(on, { targetIdentifier: arn, filter })).toHaveLength(2);
  });
});
