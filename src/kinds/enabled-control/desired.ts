import { compareVersions } from '../../facts/baselines.js';
import { controlFacts } from '../../facts/controls.js';
import type { DesiredContext } from '../../kind.js';
import type { Address, Desired, LandingZone, NodeName } from '../../model.js';
import { controlOf } from './identifier.js';
import { placesOf } from './places.js';
import { type ControlEntry, controls } from './section.js';
import { controlAddress, type EnabledControlSpec } from './spec.js';

/** One address for each control and unit; written twice it must be written alike. */
export function* desired(context: DesiredContext): Generator<Desired<EnabledControlSpec>> {
  const { manifest, organization, landingZone } = context;
  const written = new Map<Address, { readonly index: number; readonly entry: ControlEntry }>();
  for (const [index, entry] of (manifest.section(controls) ?? []).entries()) {
    const control = controlOf(entry.control);
    const { units, unfit, note } = placesOf(organization, control, entry);
    if (unfit.length > 0) sayUnfit(context, index, control, unfit);
    for (const target of units) {
      const address = controlAddress(control, target);
      const first = written.get(address);
      if (first) {
        if (!alike(first.entry, entry)) sayTwice(context, address, first.index, index);
        continue;
      }
      written.set(address, { index, entry });
      if (isRefused(landingZone, control, target)) sayRefused(context, address, index);
      yield {
        address,
        spec: {
          control,
          target,
          ...(entry.parameters && { parameters: entry.parameters }),
          ...(entry.onDrift === 'replace' && { onDrift: entry.onDrift }),
        },
        origin: manifest.originOf(controls.key, index, 'control'),
        ...(entry.adopt && { adopt: true }),
        ...(entry.onDrift && { onDrift: entry.onDrift }),
        ...(note !== undefined && { note }),
      };
    }
  }
}

/** Before 4.0 the unit of the landing zone's own accounts takes rules and service control policies only. */
function isRefused(landingZone: LandingZone | undefined, control: string, target: NodeName): boolean {
  if (landingZone?.state !== 'there' || compareVersions(landingZone.version, '4.0') >= 0) return false;
  const { implementation } = controlFacts(control);
  const takes = implementation === undefined || implementation === 'config' || implementation === 'scp';
  return !takes && landingZone.securityUnits.includes(target);
}

function sayRefused({ manifest, problem }: DesiredContext, address: Address, index: number): void {
  problem({
    code: 'control-target',
    address,
    origin: manifest.originOf(controls.key, index, 'targets'),
    message: `${address}: before landing zone 4.0 the Security unit takes no proactive, Security Hub, resource control or declarative control`,
    hint: 'leave it out with exclude:, or update the landing zone',
  });
}

function sayUnfit(
  { manifest, problem }: DesiredContext,
  index: number,
  control: string,
  unfit: readonly string[],
): void {
  problem({
    code: 'control-target',
    origin: manifest.originOf(controls.key, index, 'targets'),
    message: `${control} is meant for ${unfit.join(', ')}, but Control Tower enables controls on units only`,
    hint: 'name units: `Workloads` for one, `Workloads/**` for it and every unit below',
  });
}

function sayTwice({ manifest, problem }: DesiredContext, address: Address, first: number, second: number): void {
  const before = manifest.originOf(controls.key, first, 'control');
  problem({
    code: 'contradiction',
    address,
    origin: manifest.originOf(controls.key, second, 'control'),
    message: `${address} is asked for a second time, with other parameters or another onDrift (first at ${before.file}:${before.line}:${before.column})`,
    hint: 'keep one of the two, or give them different targets',
  });
}

function alike(one: ControlEntry, other: ControlEntry): boolean {
  const text = ({ parameters, onDrift }: ControlEntry): string => JSON.stringify([parameters ?? {}, onDrift ?? null]);
  return text(one) === text(other);
}
