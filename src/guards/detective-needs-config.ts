import { controlFacts } from '../facts/controls.js';
import { REGISTERING } from '../kinds/enabled-baseline/spec.js';
import type { Address, NodeName } from '../model.js';
import { ownControls } from './controls.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { nodeLabel } from './picture.js';

/** Units whose accounts record to AWS Config after the plan; undefined where baselines were not read. */
function recording({ before, after, declared }: GuardInput): ReadonlySet<NodeName> | undefined {
  const baselines = [...after.specs].filter(([, { kind }]) => kind === 'enabled-baseline');
  const known =
    baselines.length > 0 ||
    [...before.specs.values()].some(({ kind }) => kind === 'enabled-baseline') ||
    [...(declared ?? [])].some((address) => address.startsWith('baseline:'));
  if (!known) return undefined;
  const registering: readonly unknown[] = REGISTERING;
  return new Set(
    baselines.flatMap(([, { spec }]) =>
      registering.includes(spec['baseline']) ? [String(spec['target']) as NodeName] : [],
    ),
  );
}

export const detectiveNeedsConfig: Guard = {
  code: 'detective-needs-config',
  title: 'A detective control on a unit that does not record to AWS Config',
  reason:
    'A detective control is a rule of AWS Config in the accounts of its own unit; it is not inherited. Without `AWSControlTowerBaseline` or `ConfigBaseline` on that very unit its accounts record nothing, and the control is refused or finds nothing for ever. The Security unit records through the landing zone itself. Source: [nested OUs](https://docs.aws.amazon.com/controltower/latest/userguide/nested-ous.html), [types of baselines](https://docs.aws.amazon.com/controltower/latest/userguide/types-of-baselines.html).',
  allowance: 'An allowance at the control says that Config is recorded there by other means.',
  *check(input): Iterable<Finding> {
    const units = recording(input);
    const { landingZone } = input;
    if (units === undefined) return;
    const security: readonly NodeName[] = landingZone?.state === 'there' ? landingZone.securityUnits : [];
    for (const { address, control, target } of ownControls(input)) {
      if (controlFacts(control).behavior !== 'detective' || units.has(target) || security.includes(target)) continue;
      // Offline, what is enabled on a unit that the manifest only refers to, and which is the Security unit, is unknown.
      if (landingZone === undefined && !input.after.specs.has(target as Address)) continue;
      yield {
        address,
        message: `${control} is detective, but ${nodeLabel(target)} has neither AWSControlTowerBaseline nor ConfigBaseline: its accounts do not record to AWS Config`,
        hint: `Write baseline: AWSControlTowerBaseline (or ConfigBaseline) at ${nodeLabel(target)} under organizationalUnits, or leave it out of the targets.`,
      };
    }
  },
};
