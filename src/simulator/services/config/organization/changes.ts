import { isObject } from '../../../../iam/document.js';
import type { JsonObject } from '../../../../model.js';
import type { Pace, World } from '../../../world.js';
import { detectiveRules, unitControls } from '../../controltower/for-services.js';
import { recorderFinder } from '../recorders/effective.js';
import {
  configState,
  type DeploymentKind,
  type DeploymentRow,
  type Failure,
  keyOf,
  newSuffix,
  type Place,
  type Verb,
} from '../state.js';
import {
  deployments,
  deploymentsIn,
  followMembers,
  isIn,
  meantFor,
  NO_RECORDER,
  recentlyJoined,
  wasIn,
} from './reach.js';

/** How organization rules and packs come, change and go: accepted at once, over when the world's pace says so. */

const SECOND = 1_000;
/** Assumed: nothing has been timed. */
const OBSERVED: Readonly<Record<DeploymentKind, number>> = { rule: 120 * SECOND, pack: 180 * SECOND };

export interface Wish {
  readonly kind: DeploymentKind;
  readonly name: string;
  readonly definition: JsonObject;
  readonly excluded: readonly string[];
  readonly rules: readonly string[];
  readonly outcome?: Readonly<Record<string, unknown>> | undefined;
}

export const tableOf = (world: World, kind: DeploymentKind, place: Place): Record<string, DeploymentRow> => {
  const state = configState(world);
  const tables = kind === 'rule' ? state.rules : state.packs;
  tables[keyOf(place)] ??= {};
  return tables[keyOf(place)] ?? {};
};

export function rowOf(world: World, kind: DeploymentKind, place: Place, name: string): DeploymentRow | undefined {
  const table = tableOf(world, kind, place);
  const row = Object.hasOwn(table, name) ? table[name] : undefined;
  return row?.goneAt === undefined ? row : undefined;
}

const operationKey = ({ kind, owner, region, name }: DeploymentRow): string =>
  `config/${kind}/${owner}/${region}/${name}`;

function paceOf(world: World, kind: DeploymentKind): Pace {
  const { pace, durations } = world.settings;
  return pace.kind === 'time' && durations === 'observed' ? { kind: 'time', ms: OBSERVED[kind] } : pace;
}

/** Creates it or changes the one of that name, which has to be at rest. */
export function put(world: World, place: Place, wish: Wish): DeploymentRow {
  const { kind, name, definition, excluded, rules } = wish;
  const now = world.clock.now();
  followMembers(world);
  forgetGone(world);
  const there = rowOf(world, kind, place, name);
  const row: DeploymentRow = there ?? {
    kind,
    name,
    owner: place.accountId,
    region: place.region,
    suffix: newSuffix(world.random),
    definition,
    excluded,
    rules,
    verb: 'CREATE',
    status: 'IN_PROGRESS',
    changedAt: now,
    endedAt: now,
    failures: {},
    late: {},
  };
  if (there) there.before = { definition: there.definition, excluded: there.excluded, failures: there.failures };
  Object.assign(row, { definition, excluded, rules, failures: {} });
  tableOf(world, kind, place)[name] = row;
  begin(world, row, there ? 'UPDATE' : 'CREATE', wish.outcome);
  return row;
}

/** What not even lists that lag show any more. */
function forgetGone(world: World): void {
  const { rules, packs } = configState(world);
  const before = world.clock.now() - world.settings.lagMs;
  for (const named of [...Object.values(rules), ...Object.values(packs)]) {
    for (const { name, goneAt } of Object.values(named)) {
      if (goneAt !== undefined && goneAt <= before) delete named[name];
    }
  }
}

export function remove(world: World, row: DeploymentRow, outcome?: Wish['outcome']): void {
  followMembers(world);
  const { definition, excluded, failures } = row;
  row.before = { definition, excluded, failures };
  begin(world, row, 'DELETE', outcome);
}

function begin(world: World, row: DeploymentRow, verb: Verb, outcome: Wish['outcome']): void {
  row.verb = verb;
  row.status = 'IN_PROGRESS';
  row.changedAt = world.clock.now();
  delete row.error;
  delete row.outcome;
  if (outcome) row.outcome = JSON.parse(JSON.stringify(outcome)) as JsonObject;
  world.startOperation(operationKey(row), paceOf(world, row.kind));
  settle(world);
}

/** Ends what is over; of what `polled` names, being asked is what makes time pass. */
export function settle(world: World, polled: (row: DeploymentRow) => boolean = () => false): void {
  followMembers(world);
  for (const row of deployments(world)) {
    if (row.status !== 'IN_PROGRESS') continue;
    const operation = world.operation(operationKey(row));
    const isOver = operation === undefined || (polled(row) ? operation.done() : operation.isDone());
    if (!isOver) continue;
    world.endOperation(operationKey(row));
    finish(world, row, Math.max(operation?.endsAt ?? 0, row.changedAt));
  }
}

function finish(world: World, row: DeploymentRow, at: number): void {
  row.endedAt = at;
  const { code, message } = row.outcome ?? {};
  if (typeof code === 'string') row.error = { code, message: typeof message === 'string' ? message : code };
  if (row.verb === 'DELETE') {
    row.failures = failedDeletions(world, row, at);
    if (row.error === undefined && Object.keys(row.failures).length === 0) row.goneAt = at;
  } else {
    row.late = {};
    row.failures = failedPuts(world, row, at);
  }
  row.status = 'ENDED';
  if (world.settings.lagMs <= 0) delete row.before;
}

/** What an injected fault has to say about this account. */
function injected({ outcome }: DeploymentRow, accountId: string): { code: string; message: string } | undefined {
  const { failAccounts, code, message } = outcome ?? {};
  const own = isObject(failAccounts) ? failAccounts[accountId] : undefined;
  if (typeof own === 'string') return { code: own, message: typeof message === 'string' ? message : own };
  if (isObject(failAccounts) || typeof code !== 'string') return undefined;
  return { code, message: typeof message === 'string' ? message : code };
}

function failedPuts(world: World, row: DeploymentRow, at: number): Record<string, Failure> {
  const records = recorderFinder(world, row.region);
  const isFull = fullAccounts(world, row);
  const failures: Record<string, Failure> = {};
  for (const accountId of meantFor(world, row)) {
    const why =
      injected(row, accountId) ??
      (records(accountId) ? (isFull(accountId) ? tooManyRules(world) : undefined) : NO_RECORDER);
    const joinedAt = why === NO_RECORDER && !wasIn(row, accountId) ? recentlyJoined(world, accountId, at) : undefined;
    if (joinedAt !== undefined) row.late[accountId] = joinedAt;
    else if (why) failures[accountId] = { verb: wasIn(row, accountId) ? 'UPDATE' : 'CREATE', ...why, at };
  }
  return failures;
}

function failedDeletions(world: World, row: DeploymentRow, at: number): Record<string, Failure> {
  const failures: Record<string, Failure> = {};
  if (!row.outcome) return failures;
  for (const accountId of meantFor(world, row)) {
    const why = injected(row, accountId);
    if (why) failures[accountId] = { verb: 'DELETE', ...why, at };
  }
  return failures;
}

const tooManyRules = (world: World) => ({
  code: 'MaxNumberOfConfigRulesExceededException',
  message: `Failed because the maximum number of AWS Config rules: ${configState(world).quotas.rulesPerAccount} is reached.`,
});

/** Accounts that have no place for the rules that this brings. Only looked into where all together could be too many. */
function fullAccounts(world: World, row: DeploymentRow): (accountId: string) => boolean {
  const { rulesPerAccount } = configState(world).quotas;
  const others = deploymentsIn(world, row.region).filter((each) => each !== row);
  const most = others.reduce((sum, each) => sum + each.rules.length, row.rules.length + unitControls(world));
  if (most <= rulesPerAccount) return () => false;
  return (accountId) => {
    const there = others.filter((each) => isIn(each, accountId));
    const count = there.reduce((sum, each) => sum + each.rules.length, row.rules.length);
    return count + detectiveRules(world, accountId, row.region).length > rulesPerAccount;
  };
}
