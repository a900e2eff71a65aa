import type { Fault } from '../../../src/simulator/index.js';
import type { Machine } from '../machine/machine.js';
import { going, MORE, manifest, merged, opened, RELEASE, runOf, STILL_MORE, stagesOf, statusOf } from './house.js';

const [APPLIED, VERIFIED] = ['towerctl-apply SUCCEEDED', 'towerctl-verify SUCCEEDED'];
const BOTH = manifest({ more: MORE + STILL_MORE });
const SECOND_ATTACHMENT: Fault = { operation: 'organizations:AttachPolicy', code: 'InvalidInputException', after: 1 };

/** Planned and approved; only then does AWS misbehave. */
async function approved(machine: Machine, text: string, prepare: () => void): Promise<string> {
  const execution = await merged(machine, text);
  machine.ran();
  prepare();
  await machine.answer({ by: 'bob' });
  return execution;
}

export function apply(): void {
  describe('an apply that fails in the middle', () => {
    test('people are told, what is done stays, and the next run does the rest', async () => {
      const machine = await going();
      const execution = await approved(machine, BOTH, () => machine.accounts.simulator.faults.add(SECOND_ATTACHMENT));
      expect([statusOf(machine, execution), machine.ran()]).toEqual(['Failed', ['towerctl-apply FAILED']]);
      expect(machine.record(runOf(machine, execution))).toMatchObject({ result: 'incomplete' });
      const [words, pipeline] = machine.notices().slice(-2);
      expect(words).toContain('1 change not done: policy-attachment:scp/users@unit:Workloads failed');
      expect(words).toContain('Retry the stage');
      expect(pipeline).toContain('towerctl-release: FAILED');

      const again = await merged(machine, BOTH);
      expect(machine.left(again, 'plan')).toMatchObject({ PLAN_CHANGES: '1' });
      await machine.answer({ by: 'bob' });
      expect(statusOf(machine, again)).toBe('Succeeded');
    });

    test('its stage, tried again, goes on with the same plan', async () => {
      const machine = await going();
      const execution = await approved(machine, BOTH, () => machine.accounts.simulator.faults.add(SECOND_ATTACHMENT));
      machine.pipelines.retry(RELEASE, execution);
      await machine.pipelines.settle();
      expect(machine.ran()).toEqual(['towerctl-apply FAILED', APPLIED, VERIFIED]);
      expect(statusOf(machine, execution)).toBe('Succeeded');
      const record = machine.record(runOf(machine, execution));
      expect(record).toMatchObject({ result: 'complete', verified: 'CLEAN', parts: 3 });
      expect(record.outcomes.map(({ state }) => state)).toEqual(Array(4).fill('done'));
      // The one that was refused has an id, too.
      expect(record.requestIds).toHaveLength(machine.writes().length + 1);
    });
  });

  describe('an apply that is longer than a build', () => {
    /** The template says 25 hours; here it is seconds. Nothing else of the builds is another one. */
    function stoppingAfter(machine: Machine, seconds: number): void {
      machine.builds.edit = (buildspec) =>
        JSON.parse(JSON.stringify(buildspec).replace(/--stop-after \d+/, `--stop-after ${seconds}`));
    }

    test('goes on in the next one where it stopped, and the last one has nothing to do', async () => {
      const machine = await opened();
      stoppingAfter(machine, 6);
      const execution = await approved(machine, BOTH, () => undefined);
      expect(machine.left(execution, 'apply')).toEqual({ APPLY_STATUS: 'CONTINUE' });
      expect(machine.left(execution, 'continue')).toEqual({ APPLY_STATUS: 'DONE' });
      expect(machine.ran()).toEqual([APPLIED, APPLIED, APPLIED, VERIFIED]);
      expect(machine.builds.ended.at(-2)?.commands).toEqual([]);
      expect([stagesOf(machine, execution)['Continue'], statusOf(machine, execution)]).toEqual([
        'succeeded',
        'Succeeded',
      ]);
      const record = machine.record(runOf(machine, execution));
      expect(record).toMatchObject({ result: 'complete', verified: 'CLEAN', parts: 3, fence: 2 });
      expect(record.outcomes.map(({ state }) => state)).toEqual(Array(9).fill('done'));
      expect(record.requestIds).toHaveLength(machine.writes().length);
    });

    test('longer than all of them: verify says that the run is not done, and the next one is', async () => {
      const machine = await opened();
      stoppingAfter(machine, 3);
      const execution = await approved(machine, BOTH, () => undefined);
      expect([statusOf(machine, execution), machine.ran()]).toEqual([
        'Failed',
        [APPLIED, APPLIED, APPLIED, 'towerctl-verify FAILED'],
      ]);
      expect(machine.builds.ended.at(-1)?.log).toContain('Not all of the plan was applied: start the pipeline again');
      // What the first build did is not forgotten because the others came to nothing.
      const record = machine.record(runOf(machine, execution));
      expect(record.outcomes.filter(({ state }) => state === 'done')).toHaveLength(5);
      expect(record).toMatchObject({ result: 'incomplete', problem: expect.stringContaining('4 changes left') });
      expect(machine.text('manifest/applied.zip')).toBe('');

      stoppingAfter(machine, 90_000);
      const again = await merged(machine, BOTH);
      await machine.answer({ by: 'bob' });
      expect(statusOf(machine, again)).toBe('Succeeded');
    });
  });

  test('a build that is killed in the middle: its lease runs out, and the stage, tried again, converges', async () => {
    const machine = await going();
    let attachments = 0;
    const execution = await approved(machine, BOTH, () => {
      machine.builds.watch = (api, kill) => {
        if (api !== 'organizations:AttachPolicy') return;
        attachments += 1;
        if (attachments === 2) kill();
      };
    });
    expect([statusOf(machine, execution), machine.ran()]).toEqual(['Failed', ['towerctl-apply STOPPED']]);
    const { clock } = machine.accounts;
    const killedAt = clock.now();
    machine.pipelines.retry(RELEASE, execution);
    await machine.pipelines.settle();
    expect([statusOf(machine, execution), machine.ran()]).toEqual(['Succeeded', [APPLIED, VERIFIED]]);
    expect(clock.now() - killedAt).toBeGreaterThan(300_000);
    expect(machine.builds.ended.at(-2)?.log).toContain('no heartbeat for');
    expect(machine.writes().filter((api) => api === 'organizations:AttachPolicy')).toHaveLength(2);
  });
}
