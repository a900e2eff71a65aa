import { TagResourceCommand } from '@aws-sdk/client-organizations';
import { unzipSync } from 'fflate';
import {
  going,
  MORE,
  manifest,
  merged,
  opened,
  PAYMENTS,
  runOf,
  STILL_MORE,
  somebody,
  stagesOf,
  statusOf,
} from './house.js';

const BUILT = ['towerctl-check SUCCEEDED', 'towerctl-plan SUCCEEDED'];
const DONE = ['towerctl-apply SUCCEEDED', 'towerctl-verify SUCCEEDED'];

export function release(): void {
  describe('a merge', () => {
    test('is checked and planned, asked about, applied exactly so, verified, and becomes the applied source', async () => {
      const machine = await opened();
      const { judge } = machine.accounts;
      const execution = await merged(machine, manifest());
      const { RUN_ID = '', PLAN_DIGEST = '', PLAN_URL } = machine.left(execution, 'plan');
      expect(machine.ran()).toEqual(BUILT);
      expect(machine.writes()).toEqual([]);
      expect(judge.calls.filter(({ role, isWrite }) => role === 'TowerctlPlan' && isWrite)).toEqual([]);
      const asked = machine.asked(execution);
      expect(asked?.['CustomData']).toContain(
        `Plan ${PLAN_DIGEST} of run ${RUN_ID}: 3 create, 1 adopt, 1 attach; needs a person`,
      );
      expect(asked?.['ExternalEntityLink']).toBe(PLAN_URL);
      expect(machine.notices()).toEqual([expect.stringContaining(PLAN_DIGEST)]);

      await machine.answer({ by: 'bob' });
      expect([statusOf(machine, execution), machine.ran()]).toEqual(['Succeeded', DONE]);
      expect(machine.writes()).toHaveLength(5);
      const record = machine.record(RUN_ID);
      expect(record).toMatchObject({
        ...{ commit: 'c0ffee1', author: 'Anna', planDigest: PLAN_DIGEST, result: 'complete', verified: 'CLEAN' },
        approver: 'arn:aws:sts::300000000003:assumed-role/Approvers/bob',
        engineDigest: machine.accounts.deployed.projects.get('towerctl-apply')?.variables['TOWERCTL_ENGINE_SHA256'],
      });
      expect(record.engineDigest).toMatch(/^[0-9a-f]{64}$/);
      expect(record.requestIds.map(({ call }) => call.toLowerCase()).sort()).toEqual(
        machine
          .writes()
          .map((api) => api.toLowerCase())
          .sort(),
      );
      expect(record.outcomes.map(({ state }) => state)).toEqual(Array(5).fill('done'));
      // Whoever looks into CloudTrail finds the run by the name of its sessions, and nobody else has written.
      const inOrganization = judge.calls.filter(({ role }) => /^Towerctl(Plan|Apply)$/.test(role));
      expect(new Set(inOrganization.map(({ session }) => session))).toEqual(new Set([RUN_ID]));
      expect(new Set(inOrganization.filter(({ isWrite }) => isWrite).map(({ role }) => role))).toEqual(
        new Set(['TowerctlApply']),
      );
      const { bytes = new Uint8Array() } =
        (await machine.accounts.fetch(machine.accounts.deployed.bucket, 'manifest/applied.zip')) ?? {};
      expect(Object.keys(unzipSync(bytes))).toEqual(['manifest/manifest.yaml']);

      const again = await merged(machine, manifest());
      expect([statusOf(machine, again), machine.ran()]).toEqual(['Succeeded', [...BUILT, ...DONE]]);
      expect(stagesOf(machine, again)).toMatchObject({ Approve: 'skipped', Apply: 'succeeded', Continue: 'skipped' });
      expect(machine.left(again, 'plan')).toMatchObject({ PLAN_DIGEST: 'none', PLAN_APPROVAL: 'none' });
      expect(machine.writes()).toHaveLength(5);
    });

    test('that is refused by a person writes nothing, and people are told', async () => {
      const machine = await going();
      const execution = await merged(machine, manifest({ more: MORE }));
      await machine.answer({ by: 'carol', status: 'Rejected' });
      expect([statusOf(machine, execution), machine.writes()]).toEqual(['Failed', []]);
      expect(machine.notices().at(-1)).toContain('towerctl-release: FAILED');
    });

    test('with errors asks nobody: its plan fails', async () => {
      const machine = await going();
      const execution = await merged(machine, manifest().replace('ou: Sandbox', 'ou: Workloads'));
      expect(machine.ran()).toEqual(['towerctl-check SUCCEEDED', 'towerctl-plan FAILED']);
      expect(stagesOf(machine, execution)).not.toHaveProperty('Approve');
      expect(machine.builds.ended.at(-1)?.log).toContain('loss-of-protection');
      expect(machine.writes()).toEqual([]);
    });
  });

  describe('two merges', () => {
    test('the second is planned while the first waits, and asked about after it', async () => {
      const machine = await going();
      const first = await merged(machine, manifest({ more: MORE }), 'c0ffee2');
      const second = await merged(machine, manifest({ more: MORE + STILL_MORE }), 'c0ffee3');
      expect(machine.ran()).toEqual([...BUILT, ...BUILT]);
      expect([machine.asked(first) !== undefined, machine.asked(second)]).toEqual([true, undefined]);
      await machine.answer({ by: 'bob' });
      expect(statusOf(machine, first)).toBe('Succeeded');
      expect(machine.asked(second)).toBeDefined();
      await machine.answer({ by: 'bob' });
      // What the first did of the second's plan is no reason to refuse it.
      expect([statusOf(machine, second), machine.ran()]).toEqual(['Succeeded', [...DONE, ...DONE]]);
      expect(
        machine
          .record(runOf(machine, second))
          .outcomes.map(({ state }) => state)
          .sort(),
      ).toEqual([...['already-so', 'already-so', 'done', 'done']]);
    });

    test('a plan is refused before its first write where somebody changed the same thing meanwhile', async () => {
      const machine = await going();
      const execution = await merged(machine, manifest({ owner: 'cards', more: MORE }), 'c0ffee2');
      await somebody(machine).send(
        new TagResourceCommand({ ResourceId: PAYMENTS, Tags: [{ Key: 'owner', Value: 'mallory' }] }),
      );
      await machine.answer({ by: 'bob' });
      expect(machine.writes()).toEqual(['organizations:TagResource']);
      expect(statusOf(machine, execution)).toBe('Failed');
      expect(machine.builds.ended.at(-1)?.log).toContain('STALE');
      expect(machine.record(runOf(machine, execution))).toMatchObject({ result: 'refused' });
      const again = await merged(machine, manifest({ owner: 'cards', more: MORE }), 'c0ffee2');
      await machine.answer({ by: 'bob' });
      expect(statusOf(machine, again)).toBe('Succeeded');
    });
  });
}
