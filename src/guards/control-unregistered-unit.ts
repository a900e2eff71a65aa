import { compareVersions } from '../facts/baselines.js';
import type { NodeName } from '../model.js';
import { isControlSpec } from './controls.js';
import type { Finding, Guard } from './guard.js';
import { nodeLabel } from './picture.js';

export const controlUnregisteredUnit: Guard = {
  code: 'control-unregistered-unit',
  title: 'A control would be enabled on a unit that is not registered with Control Tower',
  reason:
    'Before landing zone 4.0 EnableControl answers "Organizational unit ... is not registered with AWS Control Tower" for a unit without a baseline. From 4.0 on a control alone makes a unit governed, and only detective ones need more. Source: [EnableControl](https://docs.aws.amazon.com/controltower/latest/APIReference/API_EnableControl.html), [landing zone 4.0](https://docs.aws.amazon.com/controltower/latest/userguide/key-changes-lz-v4.html).',
  allowance: 'There is none: AWS itself refuses. Register the unit in the same plan, or update the landing zone.',
  absolute: true,
  *check({ changes, after, landingZone }): Iterable<Finding> {
    if (landingZone?.state !== 'there' || compareVersions(landingZone.version, '4.0') >= 0) return;
    const registered = new Set<NodeName>(landingZone.securityUnits);
    for (const { kind, spec } of after.specs.values())
      if (kind === 'enabled-baseline') registered.add(String(spec['target']) as NodeName);
    for (const change of changes) {
      if (change.action !== 'create' || !isControlSpec(change.kind, change.to)) continue;
      const { control, target } = change.to;
      if (registered.has(target)) continue;
      yield {
        address: change.address,
        message: `${control} cannot be enabled on ${nodeLabel(target)}: before landing zone 4.0 the unit must be registered first, and this one is ${landingZone.version}`,
        hint: `Write baseline: AWSControlTowerBaseline at ${nodeLabel(target)} under organizationalUnits.`,
      };
    }
  },
};
