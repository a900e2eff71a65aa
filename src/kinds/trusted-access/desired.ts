import type { DesiredContext } from '../../kind.js';
import type { Desired } from '../../model.js';
import { neededServices } from './needed.js';
import { trustedAccess } from './section.js';
import type { TrustedAccessSpec } from './spec.js';

/** What the manifest switches, and what other things that it asks for cannot do without. */
export function* desired(context: DesiredContext): Generator<Desired<TrustedAccessSpec>> {
  const { manifest, problem } = context;
  const section = manifest.section(trustedAccess) ?? {};
  for (const [service, state] of Object.entries(section)) {
    const origin = manifest.originOf(trustedAccess.key, service);
    yield { address: `trusted-access:${service}`, spec: { service }, origin, ...(state === 'off' && { absent: true }) };
  }
  for (const { service, origin, because, instead } of neededServices(context)) {
    if (section[service] === 'off') {
      problem({
        code: 'contradiction',
        origin: manifest.originOf(trustedAccess.key, service),
        message: `trusted access of ${service} is off, but ${because}`,
        hint: `remove the line, or ${instead}`,
      });
    } else yield { address: `trusted-access:${service}`, spec: { service }, origin };
  }
}
