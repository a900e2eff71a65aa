import { describeFault, type Fault, faultOf, missingPermission, NOT_SIGNED_IN } from '../aws/faults.js';
import { TowerctlError } from '../errors.js';
import { type Fact, known, unread } from './evidence.js';

/**
 * Reads, and keeps what AWS refused or did not answer as unknown. A fault of ours is thrown, and so are credentials
 * that nobody could read anything with.
 *
 * @param operation `organizations:ListAccounts`, the API that the reading stands or falls with
 * @throws TowerctlError `denied` for credentials that are missing, expired or unknown
 */
export async function factOf<Value>(operation: string, read: () => Promise<Value>): Promise<Fact<Value>> {
  try {
    return known(await read());
  } catch (error) {
    const fault = ownFaultOf(error);
    const reason = describeFault(operation, fault);
    if (NOT_SIGNED_IN.has(fault.code)) {
      const advice = 'use credentials of the management account, or add --sandbox to look at a simulated organization';
      throw new TowerctlError('denied', `nothing can be read: ${reason}; ${advice}`, [], { cause: error });
    }
    if (fault.class !== 'denied') return unread({ reason });
    return unread({ reason, missingPermission: missingPermission(fault) ?? operation });
  }
}

/**
 * The same inside a member account, by credentials of its own: where those are no good, nothing is known of that account
 * and everything of the others. The reason is without ids, so that what is alike in many accounts is said once.
 */
export async function factInside<Value>(operation: string, read: () => Promise<Value>): Promise<Fact<Value>> {
  try {
    return known(await read());
  } catch (error) {
    const fault = ownFaultOf(error);
    if (fault.class !== 'denied') return unread({ reason: describeFault(operation, fault) });
    const permission = missingPermission(fault) ?? operation;
    return unread({ reason: `${permission} is denied`, missingPermission: permission });
  }
}

/** What AWS answered. @throws what is no answer of AWS's. */
function ownFaultOf(error: unknown): Fault {
  if (error instanceof TowerctlError) throw error;
  const fault = faultOf(error);
  if (fault.class === 'bug') throw error;
  return fault;
}

/** Goes on with what was read; what was not stays unknown for the same reason. */
export async function andThen<From, To>(fact: Fact<From>, next: (value: From) => Promise<Fact<To>>): Promise<Fact<To>> {
  return fact.known ? next(fact.value) : fact;
}
