import { describe, expect, it } from '@jest/globals';
import type { RequestHandler } from '../../../src/aws/session.js';
import { TowerctlError } from '../../../src/errors.js';
import { KINDS } from '../../../src/kinds/index.js';
import type { Manifest } from '../../../src/manifest/manifest.js';
import type { Plan } from '../../../src/model.js';
import { digestOf } from '../../../src/plan/digest.js';
import { controlTowerLines } from '../../support/control-tower-text.js';
import { actions, Bench, manifestOf } from '../../support/organization.js';
import { stackLines } from '../../support/stacks-text.js';
import { worldText } from '../../support/world-text.js';
import { FILES, JOURNEYS, type Stop } from './journeys.js';

const WRITE = /\.(Create|Update|Delete|Move|Tag|Untag|Attach|Detach|Enable|Disable|Close|Provision(?!ed)|Terminate)/;
/** Services without a target header name their operations in the path, or in the body. */
const WRITE_PATH = /^\/(enable|update|reset|disable|create|delete|put)(-|[A-Z])/;
const WRITE_BODY = /(^|&)Action=(Create|Update|Delete|Put|Tag|Untag)/;

function isWrite({ headers, path, method, body }: Request): boolean {
  if (headers['x-amz-target'] !== undefined) return WRITE.test(headers['x-amz-target']);
  if (typeof body === 'string' && WRITE_BODY.test(body)) return true;
  return WRITE_PATH.test(path) || (path.startsWith('/tags/') && method !== 'GET');
}

interface Request {
  readonly headers: Record<string, string>;
  readonly path: string;
  readonly method: string;
  readonly body?: unknown;
}

/** The process dies at the n-th write: before it was sent, or after AWS has done it and before the answer came. */
function dieAt(nth: number, when: 'before' | 'after'): (handler: RequestHandler) => RequestHandler {
  let writes = 0;
  let dead = false;
  const die = (): never => {
    dead = true;
    throw new Error('the process was killed');
  };
  return (handler) =>
    ({
      ...handler,
      async handle(request: never, options: never) {
        if (dead) die();
        if (!isWrite(request)) return (handler as unknown as Sends).handle(request, options);
        writes += 1;
        if (writes === nth && when === 'before') die();
        const answer = await (handler as unknown as Sends).handle(request, options);
        // A throttled write was not done: the next attempt is the one that counts.
        if (writes === nth && answer.response.statusCode >= 400) writes -= 1;
        else if (writes === nth) die();
        return answer;
      },
    }) as unknown as RequestHandler;
}

const ACTIONS = new Set(KINDS.flatMap(({ actions: { read, write } }) => [...read, ...write]));

/** The IAM action of a call; the tagging API has a prefix of its own, and S3 names what HeadBucket needs otherwise. */
function actionOf(api: string): string {
  return api === 's3:HeadBucket' ? 's3:ListBucket' : api.replace(/^tagging:/, 'tag:');
}

interface Sends {
  handle(request: never, options: never): Promise<{ response: { statusCode: number } }>;
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
} as const;

/** What every kind keeps to, whatever its journey is. */
export function keepsTheContract(kinds: readonly string[]): void {
  const journeys = Object.entries(JOURNEYS).filter(([kind]) => kinds.includes(kind));
  describe.each(journeys)('%s', (_, stops) => contract(stops));
}

function contract(stops: readonly Stop[]): void {
  it('plans what is declared, applies it, and has nothing left to do', async () => {
    const bench = new Bench();
    for (const stop of stops) {
      const manifest = await manifestOf(stop.manifest, FILES);
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
      const whole = goingOnFrom(state);
      const { plan } = await whole.converge(manifest);
      const { writes } = whole.simulator.calls;
      const expected = await everything(whole);
      for (let nth = 1; nth <= writes; nth += 1) {
        for (const when of ['before', 'after'] as const) {
          const bench = goingOnFrom(state);
          await bench.apply(plan, { aws: bench.session(dieAt(nth, when)) });
          await runAgain(bench, manifest);
          const left = actions((await bench.plan(manifest)).plan);
          expect({ stop: stop.title, nth, when, left }).toEqual({ stop: stop.title, nth, when, left: [] });
          expect(await everything(bench)).toEqual(expected);
        }
      }
      state = whole.simulator.saveState();
    }
    // Two lives for each write of each stop: minutes on a busy machine.
  }, 300_000);
}

/** All that can be seen, the parts of Control Tower and of CloudFormation included. */
async function everything(bench: Bench): Promise<string[]> {
  return [await worldText(bench), ...(await controlTowerLines(bench)), ...(await stackLines(bench))];
}

/**
 * At once after the death lists may not show yet what was written: such a plan is refused as stale, without a write, and
 * who plans again, as the message says, goes on.
 */
async function runAgain(bench: Bench, manifest: Manifest): Promise<void> {
  const { writes } = bench.simulator.calls;
  try {
    await bench.converge(manifest);
  } catch (error) {
    if (!(error instanceof TowerctlError) || !error.message.startsWith('the plan is stale')) throw error;
    expect(bench.simulator.calls.writes).toBe(writes);
    await bench.converge(manifest);
  }
}

/** An organization that has come so far already. */
function goingOnFrom(state: ReturnType<Bench['simulator']['saveState']>): Bench {
  const bench = new Bench();
  bench.simulator.loadState(state);
  return bench;
}
