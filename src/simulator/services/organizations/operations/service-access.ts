import { POLICY_TYPES } from '../../../../facts/policy-types.js';
import { constraint, invalidInput } from '../faults.js';
import type { Input } from '../input.js';
import { page } from '../pages.js';
import { isRecognized } from '../service-principals.js';
import { type Member, management, reader } from '../session.js';

/** Trusted access: which services may act in the organization. */

export function checkAllFeatures({ organization }: Member): void {
  if (organization.featureSet !== 'ALL') {
    throw constraint('ORGANIZATION_NOT_IN_ALL_FEATURES_MODE', 'The organization does not have all features enabled.');
  }
}

function recognized(input: Input): string {
  const principal = input.principal();
  if (!isRecognized(principal)) {
    throw invalidInput('UNRECOGNIZED_SERVICE_PRINCIPAL', 'You specified an unrecognized service principal.');
  }
  return principal;
}

const EnableAWSServiceAccess = management((session, input) => {
  const principal = recognized(input);
  checkAllFeatures(session);
  const { store, now } = session;
  if (store.get('trustedAccess', principal) !== undefined) return {};
  store.put('trustedAccess', principal, now);
  store.append('trusted-access', principal);
  return {};
});

const DisableAWSServiceAccess = management((session, input) => {
  const principal = recognized(input);
  checkAllFeatures(session);
  const { store } = session;
  const inUse = POLICY_TYPES.some((type) => type.trustedAccess === principal && store.get('policyTypes', type.wire));
  if (inUse) {
    throw constraint(
      'POLICY_TYPE_ENABLED_FOR_THIS_SERVICE',
      'A policy type that needs this service access is enabled. Disable the policy type first.',
    );
  }
  if (store.get('trustedAccess', principal) === undefined) return {};
  store.remove('trustedAccess', principal);
  store.withdraw('trusted-access', principal);
  return {};
});

const ListAWSServiceAccessForOrganization = reader((session, input) => {
  checkAllFeatures(session);
  const { listed } = session;
  const list = 'ListAWSServiceAccessForOrganization';
  const { items, ...next } = page(session, input, list, listed.list('trusted-access'), (principal) => ({
    ServicePrincipal: principal,
    DateEnabled: new Date(listed.get('trustedAccess', principal) ?? 0),
  }));
  return { EnabledServicePrincipals: items, ...next };
});

export const serviceAccessOperations = {
  EnableAWSServiceAccess,
  DisableAWSServiceAccess,
  ListAWSServiceAccessForOrganization,
};
