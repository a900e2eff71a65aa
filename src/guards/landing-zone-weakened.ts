import type { LandingZoneSpec, LoggingSettings } from '../kinds/landing-zone/spec.js';
import type { Finding, Guard } from './guard.js';
import { settingsChanges } from './landing-zone.js';

/** What stops with each integration. */
const STOPS = {
  centralizedLogging:
    'the organization trail stops, and since landing zone 4.0 its resources in the log archive are deleted',
  config:
    'no unit can be registered, no account vended, and detective controls, the Region deny, Backup and Identity Center go with it',
  securityRoles: 'the audit account can no longer look into the others',
  backup: 'the central vault and the backup plans of units go',
} as const;

function* losses(before: LandingZoneSpec, after: LandingZoneSpec): Generator<string> {
  for (const [name, stops] of Object.entries(STOPS) as [keyof typeof STOPS, string][])
    if (before[name]?.enabled === true && after[name]?.enabled === false) yield `${name} is switched off: ${stops}`;
  if (before.accessManagement === true && after.accessManagement === false)
    yield 'accessManagement is switched off: Control Tower gives nobody access through Identity Center any more';
  for (const name of ['centralizedLogging', 'config'] as const)
    yield* loggingLosses(name, before[name] ?? {}, after[name] ?? {});
  if (before.securityRoles?.account != null && before.securityRoles.account !== after.securityRoles?.account)
    yield `the security roles move from ${before.securityRoles.account} to ${after.securityRoles?.account ?? 'nowhere'}`;
}

function* loggingLosses(name: string, before: LoggingSettings, after: LoggingSettings): Generator<string> {
  for (const kind of ['logs', 'accessLogs'] as const) {
    const [from, to] = [before.retention?.[kind], after.retention?.[kind]];
    if (from != null && to != null && to < from) yield `${name} keeps its ${kind} ${to} days instead of ${from}`;
  }
  if (before.kmsKey != null && before.kmsKey !== after.kmsKey)
    yield `${name} is encrypted ${after.kmsKey == null ? 'with no key of yours any more' : `with another key (${after.kmsKey})`}`;
  if (before.account != null && before.account !== after.account)
    yield `${name} moves from ${before.account} to ${after.account ?? 'nowhere'}: what is kept there stays there`;
}

export const landingZoneWeakened: Guard = {
  code: 'landing-zone-weakened',
  title: 'The landing zone would record or protect less than before',
  reason:
    'Switching an integration off stops a trail, a recorder, roles or backups in every account, and since landing zone 4.0 deletes what the integration made. Shorter retention lets evidence expire that is there today; another key or another account leaves the old logs where they are. Sources: [what 4.0 changes](https://docs.aws.amazon.com/controltower/latest/userguide/key-changes-lz-v4.html), [landing zone APIs](https://docs.aws.amazon.com/controltower/latest/userguide/lz-api-launch.html).',
  allowance: 'An allowance at `landing-zone:main` says that something else records or protects what this did.',
  *check(input): Iterable<Finding> {
    for (const { address, origin, before, after } of settingsChanges(input)) {
      if (!before) continue;
      for (const message of losses(before, after))
        yield { address, ...(origin && { origin }), message, hint: 'Leave it as it is, or allow it.' };
    }
  },
};
