import { describe, expect, it } from '@jest/globals';
import { TowerctlError } from '../../../src/errors.js';
import { KINDS } from '../../../src/kinds/index.js';
import type { Manifest } from '../../../src/manifest/manifest.js';
import type { Plan } from '../../../src/model.js';
import { digestOf } from '../../../src/plan/digest.js';
import { kind } from '../../../src/simulator/index.js';
import { actions, Bench, manifestOf } from '../../support/organization.js';
import { JOURNEYS, FILES as ORGANIZATION_FILES, type Stop } from './journeys.js';
import { AGGREGATOR_JOURNEYS, PACK_FILES, PACK_JOURNEYS, RULE_FILES, RULE_JOURNEYS } from './journeys-config.js';
import { CONFIG_FIELD_JOURNEYS } from './journeys-config-fields.js';
import { ASSIGNMENT_JOURNEYS, DIRECTORY_GROUP_JOURNEYS, PERMISSION_SET_JOURNEYS } from './journeys-identity.js';
import { BY_HAND_JOURNEYS, PERMISSION_SET_FIELD_JOURNEYS } from './journeys-permission-set.js';
import { DELEGATED_ADMINISTRATOR_JOURNEYS, ROOT_JOURNEYS } from './journeys-root.js';
import { dieAt } from './killed.js';
import { easilyRead, everything, goingOnFrom, newOrganizations, type State } from './left.js';

/** Every journey, by the kind it is of. */
export const ALL_JOURNEYS: Readonly<Record<string, readonly Stop[]>> = {
  ...JOURNEYS,
  ...PERMISSION_SET_JOURNEYS,
  ...PERMISSION_SET_FIELD_JOURNEYS,
  ...BY_HAND_JOURNEYS,
  ...DIRECTORY_GROUP_JOURNEYS,
  ...ASSIGNMENT_JOURNEYS,
  ...ROOT_JOURNEYS,
  ...DELEGATED_ADMINISTRATOR_JOURNEYS,
  ...RULE_JOURNEYS,
  ...PACK_JOURNEYS,
  ...AGGREGATOR_JOURNEYS,
  ...CONFIG_FIELD_JOURNEYS,
};

const FILES = { ...ORGANIZATION_FILES, ...RULE_FILES, ...PACK_FILES };

const ACTIONS = new Set(
  KINDS.flatMap(({ actions: { read, write, asRoot } }) => [...read, ...write, ...(asRoot?.actions ?? [])]),
);

/** The IAM action of a call; the tagging API has a prefix of its own, and S3 names what HeadBucket needs otherwise. */
function actionOf(api: string): string {
  return api === 's3:HeadBucket' ? 's3:ListBucket' : api.replace(/^tagging:/, 'tag:');
}

/** Which file runs which journeys: files run beside each other. */
export const GROUPS = {
  organizations: [
    'organizational-unit',
    'account',
    'account, made and closed',
    'account from Account Factory',
    'account made under quarantine',
    'policy-type and trusted-access',
    'organization-policy and policy-attachment',
  ],
  controlTower: ['enabled-baseline', 'enabled-control', 'landing-zone'],
  stacks: ['stack-baseline', 'management-stack'],
  identity: ['permission-set', 'permission-set, provisioned', 'directory-group', 'permission-assignment'],
  permissionSetFields: ['permission-set, field by field'],
  permissionSetsFound: ['permission-set, found there', 'permission-set and permission-assignment, changed by hand'],
  root: ['root-access', 'root-credentials', 'delegated-administrator'],
  config: [
    'config-rule',
    'conformance-pack',
    'config-aggregator',
    'config-rule, conformance-pack and config-aggregator, found there',
  ],
  configFields: [
    'config-rule, field by field',
    'config-rule, by each source',
    'config-rule, by a delegated administrator',
    'conformance-pack, field by field',
  ],
} as const;

/** What every kind keeps to, whatever its journey is. */
export function keepsTheContract(kinds: readonly string[]): void {
  const journeys = Object.entries(ALL_JOURNEYS).filter(([kind]) => kinds.includes(kind));
  describe.each(journeys)('%s', (_, stops) => contract(stops));
}

/** The same where everything happens at once: what only waiting would hide is not left to do either. */
export function endsAtOnce(kinds: readonly string[]): void {
  const journeys = Object.entries(ALL_JOURNEYS).filter(([name]) => kinds.includes(name));
  it.each(journeys)('%s has nothing left to do at once', async (_, stops) => {
    const bench = new Bench(kind);
    for (const { title, manifest: text, plan, prepare } of stops) {
      await prepare?.(bench);
      const manifest = await manifestOf(text, FILES);
      const planned = await bench.plan(manifest);
      const { state } = await bench.apply(planned.plan);
      const left = actions((await bench.plan(manifest)).plan);
      expect({ title, plan: actions(planned.plan), state, left }).toEqual({ title, plan, state: 'complete', left: [] });
    }
  });
}

function contract(stops: readonly Stop[]): void {
  it('plans what is declared, applies it, and has nothing left to do', async () => {
    const bench = new Bench();
    for (const stop of stops) {
      const manifest = await manifestOf(stop.manifest, FILES);
      // Elsewhere, so that only the kinds' own calls are counted here.
      if (stop.prepare) bench.simulator.loadState(await prepared(bench.simulator.saveState(), stop));
      const callsBefore = bench.simulator.calls.total;
      const writesBefore = bench.simulator.calls.writes;
      const run = await bench.plan(manifest);
      // A plan writes nothing, and knows every call it made, the throttled ones too.
      expect(bench.simulator.calls.writes).toBe(writesBefore);
      expect(run.calls.reduce((sum, count) => sum + count.calls, 0)).toBe(bench.simulator.calls.total - callsBefore);
      expect({
        stop: stop.title,
        plan: actions(run.plan),
        problems: run.plan.problems.filter(({ severity }) => severity === 'error'),
      }).toEqual({ stop: stop.title, plan: stop.plan, problems: [] });
      const read = JSON.parse(JSON.stringify(run.plan)) as Plan;
      expect(digestOf(read)).toBe(run.digest);
      const result = await bench.apply(read);
      expect({ stop: stop.title, states: new Set(result.outcomes.map(({ state }) => state)) }).toEqual({
        stop: stop.title,
        states: new Set(stop.plan.length > 0 ? ['done'] : []),
      });
      const again = await bench.plan(manifest);
      expect({ stop: stop.title, plan: actions(again.plan) }).toEqual({ stop: stop.title, plan: [] });
      // A second apply of the same plan finds everything done, and writes nothing.
      const writes = bench.simulator.calls.writes;
      const repeated = await bench.apply(read);
      expect(new Set(repeated.outcomes.map(({ state }) => state))).toEqual(
        new Set(stop.plan.length > 0 ? ['already-so'] : []),
      );
      expect(bench.simulator.calls.writes).toBe(writes);
    }
    // A role with the actions that the kinds name is enough.
    expect(
      bench.simulator.calls
        .counts()
        .map(({ api }) => actionOf(api))
        .filter((action) => !ACTIONS.has(action)),
    ).toEqual([]);
  });

  it('converges after being killed at every write, with nothing done twice', async () => {
    let state = new Bench().simulator.saveState();
    for (const stop of stops) {
      const manifest = await manifestOf(stop.manifest, FILES);
      state = await prepared(state, stop);
      const { plan } = await goingOnFrom(state).plan(manifest);
      const whole = goingOnFrom(state);
      const undisturbed = dieAt(Number.POSITIVE_INFINITY, 'before');
      const result = await whole.apply(plan, { aws: whole.session(undisturbed.intercept) });
      expect({ stop: stop.title, state: result.state }).toEqual({ stop: stop.title, state: 'complete' });
      const writes = undisturbed.writes();
      expect(writes).toBe(whole.simulator.calls.writes);
      const expected = await everything(whole);
      const isNew = newOrganizations();
      for (let nth = 1; nth <= writes; nth += 1) {
        for (const when of ['before', 'after'] as const) {
          const dying = goingOnFrom(state);
          const death = dieAt(nth, when);
          await dying.apply(plan, { aws: dying.session(death.intercept) });
          const at = { stop: stop.title, nth, when };
          expect({ ...at, died: death.happened() }).toEqual({ ...at, died: true });
          const left = dying.simulator.saveState();
          for (const [way, goOn] of when === 'after' ? [PLAN_AGAIN, SAME_PLAN] : [PLAN_AGAIN]) {
            if (!isNew(way, left)) continue;
            const bench = goingOnFrom(left);
            await goOn(bench, manifest, plan);
            const undone = actions((await bench.plan(manifest)).plan);
            expect({ ...at, way, undone }).toEqual({ ...at, way, undone: [] });
            expect({ ...at, way, world: await everything(easilyRead(bench)) }).toEqual({ ...at, way, world: expected });
          }
        }
      }
      state = whole.simulator.saveState();
    }
    // Three lives for each write of each stop: minutes on a busy machine.
  }, 600_000);
}

type Way = readonly [name: string, goOn: (bench: Bench, manifest: Manifest, plan: Plan) => Promise<void>];

/**
 * What people do after a death: plan again at once, or apply the plan that they have. That one reads nothing but what it
 * changes, so lists that lag may show it done: it comes a moment later.
 */
const PLAN_AGAIN: Way = [
  'planned again',
  (bench, manifest) => unlessStale(bench, manifest, () => bench.converge(manifest)),
];
const SAME_PLAN: Way = [
  'the same plan again',
  async (bench, manifest, plan) => {
    await bench.clock.sleep(5_000);
    await unlessStale(bench, manifest, async () => {
      const { state, outcomes } = await bench.apply(plan);
      expect({ state, outcomes: state === 'complete' ? [] : outcomes }).toEqual({ state: 'complete', outcomes: [] });
    });
  },
];

/**
 * At once after the death lists may not show yet what was written: such a plan is refused as stale, without a write, and
 * who plans again, as the message says, goes on.
 */
async function unlessStale(bench: Bench, manifest: Manifest, goOn: () => Promise<unknown>): Promise<void> {
  const { writes } = bench.simulator.calls;
  try {
    await goOn();
  } catch (error) {
    if (!(error instanceof TowerctlError) || !error.message.startsWith('the plan is stale')) throw error;
    expect(bench.simulator.calls.writes).toBe(writes);
    await bench.converge(manifest);
  }
}

async function prepared(state: State, { prepare }: Stop): Promise<State> {
  if (!prepare) return state;
  const bench = goingOnFrom(state);
  await prepare(bench);
  // Long ago: lists show it.
  await bench.clock.sleep(60_000);
  return bench.simulator.saveState();
}
