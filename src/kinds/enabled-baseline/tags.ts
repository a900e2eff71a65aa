import type { Step, StepContext } from '../../kind.js';
import type { Address } from '../../model.js';
import { inheritedBefore } from '../landing-zone/steps.js';
import { OWNER_TAG, ownershipTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { lookAt } from './operation.js';
import { type EnabledBaselineSpec, SETTINGS_TAG } from './spec.js';

/** What is written on an enabled baseline: whose it is, and under which settings of the landing zone it was registered. */

/** What was repaired need not have been ours; that it is, is written only where it is not yet. */
export function tag(address: Address, spec: EnabledBaselineSpec): Step<Surroundings> {
  return {
    name: 'tag as ours',
    calls: ['controltower:TagResource'],
    async start(context) {
      const { aws, names, manifestName } = context;
      const arn = names.tryIdOf(address) ?? (await lookAt(context, spec))?.record.arn;
      if (arn === undefined) return { state: 'failed', problem: 'it is not enabled any more; plan again' };
      const wanted = tagsOf(address, spec, manifestName);
      const tags = await aws.controlTower.tags(arn);
      const lacking = Object.entries(wanted).some(([key, value]) => tags[key] !== value);
      if (lacking) await aws.controlTower.tag(arn, wanted);
      return { state: 'done' };
    },
  };
}

/** Whether a unit of ours was registered under other settings of the landing zone than are asked for. */
export async function isUnderOther(
  { aws, manifestName }: StepContext<Surroundings>,
  { landingZone }: EnabledBaselineSpec,
  arn: string,
): Promise<boolean> {
  if (landingZone === undefined) return false;
  const tags = await aws.controlTower.tags(arn);
  if (tags[OWNER_TAG] !== manifestName) return false;
  return (tags[SETTINGS_TAG] ?? (await inheritedBefore({ aws })) ?? landingZone) !== landingZone;
}

/** After an operation that somebody else began: under which settings it left the unit. Written on what is ours alone. */
export function note(address: Address, spec: EnabledBaselineSpec): Step<Surroundings> {
  return {
    name: 'note the settings',
    calls: spec.landingZone === undefined ? [] : ['controltower:TagResource'],
    async start(context) {
      const arn = (await lookAt(context, spec))?.record.arn;
      if (spec.landingZone === undefined || arn === undefined) return { state: 'done' };
      const ours = (await context.aws.controlTower.tags(arn))[OWNER_TAG] === context.manifestName;
      return ours ? tag(address, spec).start(context) : { state: 'done' };
    },
  };
}

/** Whose it is, and what it was registered under. */
export function tagsOf(
  address: Address,
  { landingZone }: EnabledBaselineSpec,
  manifestName: string,
): Record<string, string> {
  return {
    ...ownershipTags(manifestName, keyOf(address)),
    ...(landingZone !== undefined && { [SETTINGS_TAG]: landingZone }),
  };
}

function keyOf(address: Address): string {
  return address.slice(address.indexOf(':') + 1);
}
