import { describeFault, type Fault, faultOf } from '../../aws/faults.js';
import { delegatedService } from '../../facts/delegated-services.js';
import type { Names, Step } from '../../kind.js';
import type { Address, Change, NodeName, Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import type { DelegatedAdministratorSpec } from './spec.js';

type Steps = Step<Surroundings>[];

export function steps(change: Change<DelegatedAdministratorSpec>): Steps {
  switch (change.action) {
    case 'create':
      return change.to.accounts.map((account) => register(change.to.service, account));
    case 'update':
    case 'replace':
      return handOver(change.from, change.to);
    case 'remove':
      return change.from.accounts.map((account) => deregister(change.from.service, account));
    default:
      return [];
  }
}

/** Where the service takes both, the new one is registered first, so that there is always one. */
function handOver(from: DelegatedAdministratorSpec, to: DelegatedAdministratorSpec): Steps {
  const coming = to.accounts.filter((account) => !from.accounts.includes(account));
  const going = from.accounts.filter((account) => !to.accounts.includes(account));
  const register_ = coming.map((account) => register(to.service, account));
  const deregister_ = going.map((account) => deregister(from.service, account));
  return isRoomFor(from, to) ? [...register_, ...deregister_] : [...deregister_, ...register_];
}

/** Whether those who come can be registered beside those who go. */
export function isRoomFor(from: DelegatedAdministratorSpec, to: DelegatedAdministratorSpec): boolean {
  const coming = to.accounts.filter((account) => !from.accounts.includes(account));
  return from.accounts.length + coming.length <= roomOf(to.service);
}

/** How many AWS is known to take; where no source says so, no more than one is counted on. */
function roomOf(service: string): number {
  return delegatedService(service)?.most ?? 1;
}

function register(service: string, account: NodeName): Step<Surroundings> {
  return {
    name: `register ${account}`,
    calls: ['organizations:RegisterDelegatedAdministrator'],
    async start({ aws, names }) {
      try {
        await aws.organizations.registerAdministrator(idOf(names, account), service);
      } catch (error) {
        const fault = faultOf(error);
        if (fault.class !== 'already-so') return refused(service, fault, error);
      }
      return { state: 'done' };
    },
  };
}

function deregister(service: string, account: NodeName): Step<Surroundings> {
  return {
    name: `deregister ${account}`,
    calls: ['organizations:DeregisterDelegatedAdministrator'],
    async start({ aws, names }) {
      try {
        await aws.organizations.deregisterAdministrator(idOf(names, account), service);
      } catch (error) {
        if (faultOf(error).code !== 'AccountNotRegisteredException') throw error;
      }
      return { state: 'done' };
    },
  };
}

/** What AWS means by its reasons; anything else is told as it came. */
const REASONS: Readonly<Record<string, string>> = {
  DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE:
    'the service takes one administrator, and another account was registered meanwhile; plan again',
  MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED:
    'the service takes no further administrator; name fewer accounts, all of them: who is not named is deregistered',
  CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR: 'the management account cannot be one; name a member account',
  CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR: 'the account is suspended; name an active one',
  SERVICE_ACCESS_NOT_ENABLED:
    'trusted access of the service is off; switch it on: trustedAccess, or the service’s own call',
  UNRECOGNIZED_SERVICE_PRINCIPAL: 'AWS Organizations knows no such service principal; correct the key',
};

function refused(service: string, fault: Fault, error: unknown): Progress {
  const meaning = fault.reason === undefined ? undefined : REASONS[fault.reason];
  if (meaning === undefined) throw error;
  const said = describeFault('RegisterDelegatedAdministrator', fault);
  return { state: 'failed', problem: `${service}: ${meaning} (${said})` };
}

/** A registered account that the organization does not show is called by its id. */
export function idOf(names: Pick<Names, 'idOf' | 'tryIdOf'>, account: NodeName): string {
  const id = /^account:(\d{12})$/.exec(account)?.[1];
  return names.tryIdOf(account as Address) ?? id ?? names.idOf(account as Address);
}
