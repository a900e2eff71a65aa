import { delegatedService } from '../../facts/delegated-services.js';
import type { Kind, StepContext } from '../../kind.js';
import type { Address, Change, NodeName } from '../../model.js';
import { rootAccessSection } from '../root-access/section.js';
import type { Surroundings } from '../surroundings.js';
import { desired } from './desired.js';
import { follows } from './follows.js';
import { live } from './live.js';
import { delegatedAdministrators } from './section.js';
import type { DelegatedAdministratorSpec } from './spec.js';
import { idOf, isRoomFor, steps } from './steps.js';

export const delegatedAdministrator: Kind<DelegatedAdministratorSpec, Surroundings> = {
  name: 'delegated-administrator',
  prefix: 'delegated-administrator',
  title: 'delegated administrator',
  about: `Member accounts that administer a service for the whole organization, by the service's principal. A word of the section may mean several principals (\`config\`: aggregators and organization rules); \`rootAccess.administrator\` is the same as \`iam\`.

**A line is complete**: accounts that are registered and not named are deregistered, after an allowance of \`delegated-administrator-replaced\`; \`off\` deregisters all. A service without a line is left as it is: a registration carries no tag and belongs to nobody. Trusted access of the service is switched on first (for StackSets by CloudFormation's own call), and the account is there before. **Another account** takes over in place where the service takes several: the new one is registered first. Where it takes one only, or no source tells how many, the old one goes first, and nobody administers the service for a moment: with services known to take one only, this is planned as a replacement. What the old account made for the service does not move. GuardDuty, Security Hub, CloudTrail, Macie, Detective and Inspector have calls of their own and are no part of this.

AWS registers neither the management account nor a suspended one, and only the management account may register. Landing zones from 4.0 on register the account of their Config integration for Config themselves: name it too.

Sources: [RegisterDelegatedAdministrator](https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html), [services that work with Organizations](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html).`,
  sections: [delegatedAdministrators],
  readsSections: [delegatedAdministrators.key, rootAccessSection.key],
  undeclared: 'ignore',
  ownable: false,
  desired,
  needs: ({ service, accounts }) => [`trusted-access:${service}`, ...accounts.map((account) => account as Address)],
  live,
  mustReplace: ({ service, accounts }, to) =>
    delegatedService(service)?.most === 1 && accounts.some((account) => !to.accounts.includes(account)),
  steps,
  lanes: () => [{ lane: 'delegated-administrators', limit: 1 }],
  follows,
  shows,
  describe,
  targets: ({ accounts }) => accounts,
  actions: {
    read: ['organizations:ListDelegatedAdministrators'],
    write: ['organizations:RegisterDelegatedAdministrator', 'organizations:DeregisterDelegatedAdministrator'],
  },
};

async function shows(
  change: Change<DelegatedAdministratorSpec>,
  { aws, names }: StepContext<Surroundings>,
): Promise<boolean> {
  const spec = 'to' in change ? change.to : change.from;
  if (spec === undefined) return true;
  const wanted = change.action === 'remove' ? [] : spec.accounts.map((account) => idOf(names, account));
  const found = await aws.organizations.delegatedAdministrators(spec.service);
  return found.length === wanted.length && wanted.every((id) => found.includes(id));
}

/** What the reviewer has to know of whoever goes. */
function describe(change: Change<DelegatedAdministratorSpec>): readonly string[] {
  const after: readonly NodeName[] = change.action !== 'remove' && 'to' in change ? change.to.accounts : [];
  const before = 'from' in change ? (change.from?.accounts ?? []) : [];
  const service = 'to' in change ? change.to.service : (change.from?.service ?? '');
  const facts = delegatedService(service);
  // Of a word that means several registrations each is told apart.
  const isOneOfSeveral = facts !== undefined && facts.principals.length > 1;
  const title = facts === undefined ? service : `${facts.title}${isOneOfSeveral ? ` (${service})` : ''}`;
  const coming = after.filter((account) => !before.includes(account));
  const going = before.filter((account) => !after.includes(account));
  return [
    ...(coming.length > 0 ? [`+ ${coming.join(', ')} may administer ${title} for the organization`] : []),
    ...(going.length > 0 ? [`- ${going.join(', ')} may no longer administer ${title}`] : []),
    ...(isInterrupted(change) ? ['the old one is deregistered first: nobody administers it for a moment'] : []),
    ...(going.length > 0 && facts !== undefined ? [`lost: ${facts.loses}`] : []),
  ];
}

function isInterrupted(change: Change<DelegatedAdministratorSpec>): boolean {
  if (change.action !== 'replace' && change.action !== 'update') return false;
  const { from, to } = change;
  return from.accounts.every((account) => !to.accounts.includes(account)) && !isRoomFor(from, to);
}
