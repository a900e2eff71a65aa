import type { Step } from '../../kind.js';
import type { Address } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { regionsOf } from './cells.js';
import { callOn, removed } from './instance-steps.js';
import { byPlace, distinct, rowKey, rowsNow } from './look.js';
import { onceRolesAreKnown } from './new-roles.js';
import { begin, type Context, follow, idsOf, lackingAccounts, timeFor } from './operation.js';
import type { StackBaselineSpec } from './spec.js';

/** Steps of sets that AWS deploys by itself: it watches units, so units are named without any account. */

export type Units = StackBaselineSpec['units'];

/** Units (50 at most) are watched from now on, and everything in them gets what it lacks. */
export function watchUnits(spec: StackBaselineSpec, units: Units, size: number): Step<Surroundings> {
  const accounts = Object.keys(spec.instances);
  return onceRolesAreKnown({
    name: 'create instances',
    calls: ['cloudformation:CreateStackInstances'],
    ...timeFor(size),
    async start(context) {
      const { ids, missing } = idsOf(accounts, context);
      const watched = await watchedNow(context, spec);
      const unitIds = unitIdsOf(context, units);
      const there = byPlace(await rowsNow(context, spec, accounts));
      const complete = ids.every((id) => {
        const account = context.names.nameOf(id) ?? '';
        return (spec.instances[account] ?? []).every((region) => there.get(rowKey(id, region))?.stackId !== undefined);
      });
      if (complete && unitIds.every((id) => watched.has(id))) return lackingAccounts({ state: 'done' }, missing);
      return begin(context, spec, (clientToken) =>
        context.aws.cloudFormation.createStackInstances({
          ...callOn(spec, clientToken),
          targets: { unitIds },
          regions: watchedRegions(spec),
        }),
      );
    },
    poll: async (token, context) =>
      lackingAccounts(await follow(token, context, spec), idsOf(accounts, context).missing),
  });
}

/**
 * Units that are not selected any more are let go, with the instances that came through them. Accounts below them that
 * are still meant, through another unit, keep theirs.
 */
export function leaveUnits(
  spec: StackBaselineSpec,
  units: Units,
  kept: readonly string[],
  size: number,
): Step<Surroundings> {
  return {
    name: 'leave units',
    calls: ['cloudformation:DeleteStackInstances'],
    ...timeFor(size),
    async start(context) {
      const watched = await watchedNow(context, spec);
      const unitIds = unitIdsOf(context, units).filter((id) => watched.has(id));
      if (unitIds.length === 0) return { state: 'done' };
      const rows = await rowsNow(context, spec, Object.keys(spec.instances));
      const stay = new Set(idsOf(kept, context).ids);
      const accounts = distinct(rows.map(({ accountId }) => accountId).filter((id) => stay.has(id)));
      const regions = distinct([...rows.map(({ region }) => region), ...watchedRegions(spec)]);
      return begin(context, spec, (clientToken) =>
        context.aws.cloudFormation.deleteStackInstances({
          ...callOn(spec, clientToken),
          targets: { unitIds, ...(accounts.length > 0 && { accounts, filter: 'DIFFERENCE' as const }) },
          regions,
          retain: spec.retain === true,
        }),
      );
    },
    poll: (token, context) => removed(token, context, spec),
  };
}

/** Regions that are not selected any more, in units that stay. */
export function leaveRegions(
  spec: StackBaselineSpec,
  units: Units,
  regions: readonly string[],
  size: number,
): Step<Surroundings> {
  return {
    name: 'leave Regions',
    calls: ['cloudformation:DeleteStackInstances'],
    ...timeFor(size),
    async start(context) {
      const rows = await rowsNow(context, spec, Object.keys(spec.instances));
      if (!rows.some(({ region }) => regions.includes(region))) return { state: 'done' };
      return begin(context, spec, (clientToken) =>
        context.aws.cloudFormation.deleteStackInstances({
          ...callOn(spec, clientToken),
          targets: { unitIds: unitIdsOf(context, units) },
          regions,
          retain: spec.retain === true,
        }),
      );
    },
    poll: (token, context) => removed(token, context, spec),
  };
}

async function watchedNow({ aws }: Context, { stackSet, callAs }: StackBaselineSpec): Promise<ReadonlySet<string>> {
  aws.cloudFormation.forget();
  return new Set((await aws.cloudFormation.autoDeploymentTargets(stackSet, callAs)).map(({ unitId }) => unitId));
}

export function watchedRegions({ regions, instances }: StackBaselineSpec): readonly string[] {
  return regions && regions.length > 0 ? regions : regionsOf(instances);
}

function unitIdsOf({ names }: Context, units: Units): string[] {
  return units.map((unit) => names.idOf(unit as Address | 'root'));
}
