import { policyType } from '../../facts/policy-types.js';
import type { DesiredContext, ManifestView } from '../../kind.js';
import type { Origin } from '../../model.js';
import { delegationsOf } from '../delegated-administrator/desired.js';
import { delegatedAdministrators } from '../delegated-administrator/section.js';
import { policies } from '../organization-policy/section.js';
import { usedPolicyTypes } from '../policy-type/desired.js';
import { policyTypes } from '../policy-type/section.js';
import { rootAccessSection } from '../root-access/section.js';

/** A service that must be trusted for something else that the manifest asks for. */
export interface Needed {
  readonly service: string;
  readonly origin: Origin;
  /** `policies of type "scp" need it`. */
  readonly because: string;
  /** What to do about a line that switches it off. */
  readonly instead: string;
}

/** What cannot do without a service's trusted access: each says which, and where that is asked for. */
const NEEDING: readonly ((manifest: ManifestView) => Iterable<Needed>)[] = [
  ofPolicyTypes,
  ofRootAccess,
  ofDelegatedAdministrators,
];

/** The sections that speak of them. */
export const NEEDING_SECTIONS: readonly string[] = [
  policies.key,
  policyTypes.key,
  rootAccessSection.key,
  delegatedAdministrators.key,
];

export function neededServices({ manifest }: Pick<DesiredContext, 'manifest'>): Needed[] {
  return NEEDING.flatMap((needing) => [...needing(manifest)]);
}

function* ofPolicyTypes(manifest: ManifestView): Generator<Needed> {
  for (const [type, origin] of usedPolicyTypes(manifest)) {
    const service = policyType(type).trustedAccess;
    if (service === undefined) continue;
    yield { service, origin, because: `policies of type "${type}" need it`, instead: `switch policyTypes.${type} off` };
  }
}

const ROOT_ACCESS = 'iam.amazonaws.com';

function* ofRootAccess(manifest: ManifestView): Generator<Needed> {
  const { key } = rootAccessSection;
  const section = manifest.section(rootAccessSection);
  for (const feature of ['credentialsManagement', 'sessions'] as const) {
    if (section?.[feature] !== true) continue;
    yield {
      service: ROOT_ACCESS,
      origin: manifest.originOf(key, feature),
      because: `${key}.${feature} needs it`,
      instead: `switch ${key}.${feature} off`,
    };
  }
}

/** An account is registered with a service only while that is trusted. */
function* ofDelegatedAdministrators(manifest: ManifestView): Generator<Needed> {
  for (const { service, accounts, origin } of delegationsOf({ manifest })) {
    if (accounts.length === 0) continue;
    yield {
      service,
      origin,
      because: 'its delegated administrator needs it',
      instead: `take the administrator off (${origin.file}:${origin.line})`,
    };
  }
}
