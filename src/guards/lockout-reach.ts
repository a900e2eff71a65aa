import { isHolding } from '../kinds/account/spec.js';
import type { Address, NodeName } from '../model.js';
import type { GuardInput } from './guard.js';
import { managementId, type Vital } from './lockout-requests.js';
import type { Attached } from './picture.js';

/** Whom a policy at a target binds. Asked for every call at every attachment, so each target is looked at once. */
export class Reach {
  readonly #input: GuardInput;
  readonly #accounts = new Map<NodeName, readonly NodeName[]>();
  readonly #management: string | undefined;

  constructor(input: GuardInput) {
    this.#input = input;
    this.#management = managementId(input);
  }

  /** The accounts at or below a target. */
  accounts(target: NodeName): readonly NodeName[] {
    const known = this.#accounts.get(target);
    if (known) return known;
    const accounts = this.#input.after.organization.accounts(target);
    this.#accounts.set(target, accounts);
    return accounts;
  }

  /** Does the policy bind who makes this call? The management account is out of an SCP's reach. */
  binds(attached: Attached, vital: Vital): boolean {
    if (attached.type !== 'scp') return true;
    if (vital.only === 'rcp') return false;
    const here = this.accounts(attached.target);
    if (vital.accountId !== undefined) {
      return vital.accountId !== this.#management && here.some((node) => this.#idOf(node) === vital.accountId);
    }
    const isManagement = (node: NodeName): boolean => this.#input.after.organization.get(node)?.management === true;
    return here.length === 0 || here.some((node) => !isManagement(node));
  }

  /** A quarantine is for people: it keeps them out of a new account until that is ready. The platform has to get in. */
  isMeant({ policy, target }: Attached, { people }: Vital): boolean {
    return people === true && isHolding(this.#input.after.specs.get(target as Address)?.spec, policy);
  }

  #idOf(account: NodeName): string {
    return this.#input.expand(`\${account.${account.slice('account:'.length)}.id}`);
  }
}
