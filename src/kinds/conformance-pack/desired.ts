import type { DesiredContext } from '../../kind.js';
import type { Desired } from '../../model.js';
import { administratorIn } from '../config-rule/administrator.js';
import { exclusionsOf, sayExclusions } from '../config-rule/exclusions.js';
import { configRegions, followsGovernedRegions } from '../config-rule/regions.js';
import { LANDING_ZONE } from '../landing-zone/spec.js';
import { valueText } from '../stack-baseline/values.js';
import { sayParameters, sayTemplate } from './problems.js';
import { type ConformancePackEntry, conformancePacks } from './section.js';
import { type ConformancePackSpec, conformancePackAddress } from './spec.js';
import { sentTemplate } from './template.js';

/** One pack a Region: AWS Config lays it in the Region that is asked. */
export function* desired(context: DesiredContext): Generator<Desired<ConformancePackSpec>> {
  for (const [key, entry] of Object.entries(context.manifest.section(conformancePacks) ?? {})) {
    yield* inRegions(context, key, entry);
  }
}

function* inRegions(
  context: DesiredContext,
  key: string,
  entry: ConformancePackEntry,
): Generator<Desired<ConformancePackSpec>> {
  const { manifest, organization } = context;
  const section = conformancePacks.key;
  const regions = configRegions(context, section, key, entry.regions);
  const address = conformancePackAddress(key, regions[0] ?? 'governed');
  const template = manifest.template(entry.file);
  const pack = { key, entry, template, address };
  sayTemplate(context, pack);
  sayParameters(context, pack);
  const exclusions = exclusionsOf(organization, entry);
  const targets = manifest.originOf(section, key, 'targets');
  const mayBeLaid = sayExclusions(context, exclusions, { address, origin: targets, noun: 'conformance pack' });
  const administrator = administratorIn(context, { section, key, address }, entry.administrator);
  if (!mayBeLaid) return;
  const { body, digest } = sentTemplate(template.document);
  for (const region of regions) {
    yield {
      address: conformancePackAddress(key, region),
      spec: {
        name: key,
        region,
        ...(administrator && { administrator }),
        template: digest,
        body,
        ...parametersOf(entry),
        ...(entry.deliveryBucket !== undefined && { deliveryBucket: entry.deliveryBucket }),
        excluded: exclusions.excluded,
      },
      origin: manifest.originOf(section, key),
      // A Region that is not governed yet may be denied.
      ...(followsGovernedRegions(entry.regions) && { after: [LANDING_ZONE] }),
      ...(entry.adopt === true && { adopt: true }),
      ...(exclusions.note !== undefined && { note: exclusions.note }),
    };
  }
}

function parametersOf({ parameters = {} }: ConformancePackEntry): Pick<ConformancePackSpec, 'parameters'> {
  const entries = Object.entries(parameters).map(([name, value]) => [name, valueText(value)] as const);
  return entries.length === 0 ? {} : { parameters: Object.fromEntries(entries) };
}
