import type { LifecycleEvent } from './event.js';
import {
  aroundTerm,
  arrived,
  type EventScope,
  failed,
  full,
  ignore,
  type Mapping,
  notify,
  type ScopeTerm,
  scoped,
  termOf,
  unknown,
} from './event-scope.js';
import { type Fields, fieldsAt, listAt, textAt } from './value.js';

/**
 * Control Tower's lifecycle events: one marks the end of an operation, by whomever. The body lies under a key of its
 * own (`createManagedAccountStatus`). Source: Control Tower user guide, lifecycle events.
 */
export const LIFECYCLE: ReadonlyMap<string, Mapping> = new Map<string, Mapping>([
  ['CreateManagedAccount', ended(accountOf, (why, [account]) => arrived(why, account))],
  // A creation that failed and was tried again ends as an update.
  ['UpdateManagedAccount', ended(accountOf)],
  ['EnableGuardrail', ended(unitsOf)],
  ['DisableGuardrail', ended(unitsOf)],
  ['EnableControl', ended(unitAround)],
  ['DisableControl', ended(unitAround)],
  ['UpdateEnabledControl', ended(unitAround)],
  ['ResetEnabledControl', ended(unitAround)],
  ['SetupLandingZone', ended(() => ['root'])],
  ['UpdateLandingZone', ended(() => ['root'])],
  ['RegisterOrganizationalUnit', ended(unitOf)],
  ['DeregisterOrganizationalUnit', ended(unitOf)],
  ['PrecheckOrganizationalUnit', precheck],
  ['EnableBaseline', ended(baselineTarget)],
  ['ResetEnabledBaseline', ended(baselineTarget)],
  ['UpdateEnabledBaseline', ended(baselineTarget)],
  ['DisableBaseline', ended(baselineTarget)],
]);

type Places = (body: Fields) => readonly (ScopeTerm | undefined)[];
type Made = (why: string, terms: readonly (ScopeTerm | undefined)[]) => EventScope;

function ended(places: Places, made: Made = (why, terms) => scoped(why, ...terms)): Mapping {
  return (event) => {
    const body = bodyOf(event);
    const [state, terms] = [stateOf(body), places(body)];
    switch (state) {
      case 'SUCCEEDED':
        return made(`${event.name} has succeeded${named(body)}`, terms);
      case 'FAILED':
        return failed(`${event.name} has failed${named(body)}${messageOf(body)}`, ...terms);
      // What runs is waited for by whoever runs next; its end is an event of its own.
      case 'UNDER_CHANGE':
      case 'IN_PROGRESS':
        return ignore(`${event.name} goes on: its end comes as another event`);
      default:
        return full(`${event.name} says ${state ?? 'nothing'} of how it ended`);
    }
  };
}

function precheck(event: LifecycleEvent): EventScope {
  const body = bodyOf(event);
  const checks = [fieldsAt(body, 'organizationalUnit'), ...listAt(body, 'accounts')].flatMap(({ failedPrechecks }) =>
    Array.isArray(failedPrechecks) ? failedPrechecks.filter((code) => typeof code === 'string') : [],
  );
  const codes = checks.length === 0 ? '' : `: ${[...new Set(checks)].sort().join(', ')}`;
  return failed(`a unit cannot be registered${codes}${messageOf(body)}`, ...unitOf(body));
}

/** Whatever its key is called: there is one. */
function bodyOf({ detail }: LifecycleEvent): Fields {
  const details = fieldsAt(detail, 'serviceEventDetails');
  const [key = ''] = Object.keys(details).filter((name) => name.endsWith('Status'));
  return fieldsAt(details, key);
}

/** Baselines have neither state nor message: there it stands in their own summary, doubled for a disabled one. */
function stateOf(body: Fields): string | undefined {
  return textAt(body, 'state') ?? textAt(baselineOf(body), 'statusSummary', 'status');
}

function baselineOf(body: Fields): Fields {
  const details = fieldsAt(body, 'enabledBaselineDetails');
  return Object.keys(details).length > 0 ? details : fieldsAt(body, 'baselineDetails');
}

function messageOf(body: Fields): string {
  const message = textAt(body, 'message');
  return message === undefined ? '' : `: ${message}`;
}

function named(body: Fields): string {
  const name =
    textAt(body, 'account', 'accountId') ??
    textAt(body, 'organizationalUnit', 'organizationalUnitName') ??
    textAt(body, 'targetIdentifier') ??
    textAt(baselineOf(body), 'targetIdentifier');
  return name === undefined ? '' : ` for ${name.split('/').at(-1)}`;
}

function accountOf(body: Fields): readonly (ScopeTerm | undefined)[] {
  return [termOf(textAt(body, 'account', 'accountId'))];
}

function unitOf(body: Fields): readonly (ScopeTerm | undefined)[] {
  return [termOf(textAt(body, 'organizationalUnit', 'organizationalUnitId'))];
}

function unitsOf(body: Fields): readonly (ScopeTerm | undefined)[] {
  const units = listAt(body, 'organizationalUnits');
  return units.length === 0 ? [undefined] : units.map((unit) => termOf(textAt(unit, 'organizationalUnitId')));
}

/** One event for each account, while a control is a unit's: a hundred of them are one place. */
function unitAround(body: Fields): readonly (ScopeTerm | undefined)[] {
  return [aroundTerm(termOf(textAt(body, 'targetIdentifier')))];
}

function baselineTarget(body: Fields): readonly (ScopeTerm | undefined)[] {
  return [termOf(textAt(baselineOf(body), 'targetIdentifier'))];
}

/** Calls to Control Tower: those that begin an operation are told of again when it ends. */
export function controlTowerCall(event: LifecycleEvent): EventScope {
  const { name } = event;
  if (LIFECYCLE.has(name) || BEGUN.has(name)) return ignore(`${name} was begun: its end comes as a lifecycle event`);
  // No lifecycle event is documented for these two.
  if (name === 'ResetLandingZone') return full('the landing zone is being reset');
  if (name === 'DeleteLandingZone') return notify('the landing zone is being deleted');
  if (name === 'TagResource' || name === 'UntagResource')
    return full('tags of something of Control Tower have changed');
  return READING.test(name) ? ignore(`${name} only reads`) : unknown(`no rule for the call ${name} of Control Tower`);
}

/** Begun under names that end as one of the lifecycle events. Account Factory and the console call the older ones. */
const BEGUN = new Set([
  'CreateLandingZone',
  'CreateManagedAccount',
  'DeregisterManagedAccount',
  'ManageOrganizationalUnit',
  'PerformPreLaunchChecks',
]);
const READING = /^(Get|List|Describe)[A-Z]/;
