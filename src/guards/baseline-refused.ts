import { BASELINES } from '../facts/baselines.js';
import {
  type EnabledBaselineSpec,
  enabledBaselineAddress,
  REGISTERING,
  registrationsOf,
  unitsAbove,
} from '../kinds/enabled-baseline/spec.js';
import type { Address, JsonObject } from '../model.js';
import type { Finding, Guard, GuardInput } from './guard.js';

/** Why Control Tower would refuse it, and what to do; nothing where it would not. */
function* refusals(input: GuardInput, { baseline, target }: EnabledBaselineSpec): Generator<readonly [string, string]> {
  const has = (address: Address): boolean => input.after.specs.has(address);
  const registers = REGISTERING.some((name) => name === baseline);
  const other = REGISTERING.find((name) => name !== baseline && has(enabledBaselineAddress(name, target)));
  if (registers && other !== undefined)
    yield [
      `${target} has ${other} already, and takes one of the two`,
      `Switch it off first: { name: ${other}, state: off }.`,
    ];
  const [parent] = unitsAbove(target);
  if (registers && parent !== undefined && !registrationsOf(parent).some(has))
    yield [
      `${parent}, the unit above, is not registered, and Control Tower registers units from the top down`,
      'Give the unit above its baseline too.',
    ];
  const zone = input.landingZone;
  const security =
    zone?.state === 'there'
      ? zone.securityUnits.find((unit) => input.after.organization.isBelow(target, unit))
      : undefined;
  if (security !== undefined)
    yield [`it stands below ${security}, and Control Tower registers no unit there`, 'Put the unit somewhere else.'];
  const needed = BASELINES.find(({ name }) => name === baseline)?.needs;
  if (needed !== undefined && !has(enabledBaselineAddress(needed, target)))
    yield [
      `${baseline} needs ${needed} on the same unit, which has none`,
      `Write both: baseline: [${needed}, ${baseline}].`,
    ];
}

function isBaselineSpec(spec: JsonObject): spec is JsonObject & EnabledBaselineSpec {
  return (
    typeof spec['baseline'] === 'string' && typeof spec['target'] === 'string' && spec['target'].startsWith('unit:')
  );
}

export const baselineRefused: Guard = {
  code: 'baseline-refused',
  title: 'A baseline that Control Tower would not enable on this unit',
  reason:
    'A unit is registered only below a registered one, never below the Security unit, with AWSControlTowerBaseline or ConfigBaseline but not both; BackupBaseline stands beside AWSControlTowerBaseline. Sources: [nested OUs](https://docs.aws.amazon.com/controltower/latest/userguide/nested-ous.html), [types of baselines](https://docs.aws.amazon.com/controltower/latest/userguide/types-of-baselines.html).',
  allowance: 'There is none: Control Tower itself refuses.',
  absolute: true,
  *check(input): Iterable<Finding> {
    // What is registered can be told only where AWS was asked.
    if (input.after.organization.get('root')?.live !== true) return;
    for (const change of input.changes) {
      if (change.kind !== 'enabled-baseline' || change.action !== 'create' || !isBaselineSpec(change.to)) continue;
      for (const [why, hint] of refusals(input, change.to)) {
        yield {
          address: change.address,
          ...(change.origin && { origin: change.origin }),
          message: `${change.to.baseline} on ${change.to.target}: ${why}`,
          hint,
        };
      }
    }
  },
};
