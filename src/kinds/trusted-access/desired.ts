import { policyType } from '../../facts/policy-types.js';
import type { DesiredContext } from '../../kind.js';
import type { Desired } from '../../model.js';
import { usedPolicyTypes } from '../policy-type/desired.js';
import { trustedAccess } from './section.js';
import type { TrustedAccessSpec } from './spec.js';

/** What the manifest switches, and what the policy types that it uses cannot do without. */
export function* desired({ manifest, problem }: DesiredContext): Generator<Desired<TrustedAccessSpec>> {
  const section = manifest.section(trustedAccess) ?? {};
  for (const [service, state] of Object.entries(section)) {
    const origin = manifest.originOf(trustedAccess.key, service);
    yield { address: `trusted-access:${service}`, spec: { service }, origin, ...(state === 'off' && { absent: true }) };
  }
  for (const [type, origin] of usedPolicyTypes(manifest)) {
    const service = policyType(type).trustedAccess;
    if (service === undefined) continue;
    if (section[service] === 'off') {
      problem({
        code: 'contradiction',
        origin: manifest.originOf(trustedAccess.key, service),
        message: `trusted access of ${service} is off, but policies of type "${type}" need it`,
        hint: `remove the line, or switch policyTypes.${type} off`,
      });
    } else yield { address: `trusted-access:${service}`, spec: { service }, origin };
  }
}
