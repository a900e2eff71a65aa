import type { Evidence } from '../evidence.js';
import type { RowResult } from '../verdict.js';
import { inOrganization, manifestLines, type RowDefinition } from './row.js';

/** What this version does not read says so, and never counts as met. */
export function notAssessed(id: string, title: string, judged: string): RowDefinition {
  const result: RowResult = {
    verdict: 'not assessed',
    evidence: [{ state: 'note', text: 'this version does not read it' }],
    advice: [],
    missingPermissions: [],
  };
  return { id, title, judged, neverMet: true, assess: () => result };
}

/**
 * What this version does not read, but that cannot be where a service has no trusted access: so it can tell that a row
 * is not met, and never that it is.
 */
export function needsTrustedAccess(row: {
  readonly id: string;
  readonly title: string;
  readonly judged: string;
  readonly services: readonly string[];
  /** What cannot be without it. */
  readonly without: string;
}): RowDefinition {
  const { id, title, judged } = row;
  return {
    id,
    title,
    judged,
    neverMet: true,
    assess: (evidence) =>
      inOrganization(evidence, () => {
        const off = servicesOff(evidence, row.services);
        if (off === undefined || off.length === 0) return notAssessed(id, title, judged).assess(evidence);
        return {
          verdict: 'not met',
          evidence: [
            { state: 'not met', text: `trusted access is off for these, and without it ${row.without}`, about: off },
          ],
          advice: [
            "Turn the service's organization features on, from the service itself where it can; that gives it trusted access.",
          ],
          manifest: manifestLines({ trustedAccess: Object.fromEntries(off.map((service) => [service, 'on'])) }),
          missingPermissions: [],
        };
      }),
  };
}

function servicesOff({ trustedServices }: Evidence, services: readonly string[]): readonly string[] | undefined {
  return trustedServices.known ? services.filter((service) => !trustedServices.value.has(service)) : undefined;
}
