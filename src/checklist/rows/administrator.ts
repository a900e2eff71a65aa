import type { NodeName } from '../../model.js';
import { activeMembers, type Evidence, type OrganizationFacts } from '../evidence.js';

/** The account to propose as an administrator: the one that is it for most services, else the landing zone's for security. */
export function securityAccount(evidence: Evidence, { tree, idOf }: OrganizationFacts): NodeName | undefined {
  const members = activeMembers(tree);
  const administrators = evidence.administrators.known ? evidence.administrators.value : [];
  const [first] = administrators
    .filter(({ account }) => members.includes(account))
    .sort((one, other) => other.services.length - one.services.length);
  if (first) return first.account;
  const landingZone = evidence.controlTower.known ? evidence.controlTower.value : undefined;
  const roles = landingZone?.manifest['securityRoles'];
  const id = typeof roles === 'object' && roles !== null && 'accountId' in roles ? roles['accountId'] : undefined;
  return id === undefined ? undefined : members.find((account) => idOf(account) === id);
}
