import pMap from 'p-map';
import { describeFault, faultOf } from '../aws/faults.js';
import type { RootIamPort } from '../aws/root-iam.js';
import type { Aws } from '../aws/session.js';
import type { Clock } from '../clock.js';
import { TowerctlError } from '../errors.js';
import type { RootCredentialsFound, RootFinding } from './result.js';

/** Accounts that are looked at beside each other; within them AWS's rates decide. */
export const AUDITED_AT_ONCE = 20;

/** Of AWS's own text, so much at most. */
const REASON_LENGTH = 400;

type RootAws = Pick<Aws, 'asRoot'>;

/**
 * Looks at the root users of member accounts through sts:AssumeRoot: two calls for an account without credentials, a few
 * more for one that has some. An account that cannot be entered or looked into is a finding too, never an error.
 */
export async function auditAccounts(
  aws: RootAws,
  clock: Clock,
  accountIds: readonly string[],
  found: (accountId: string, finding: RootFinding) => void = () => {},
): Promise<ReadonlyMap<string, RootFinding>> {
  const findings = await pMap(
    accountIds,
    async (id) => {
      const finding = await auditAccount(aws, clock, id);
      found(id, finding);
      return [id, finding] as const;
    },
    { concurrency: AUDITED_AT_ONCE },
  );
  return new Map(findings);
}

export async function auditAccount(aws: RootAws, clock: Clock, accountId: string): Promise<RootFinding> {
  const at = (): string => new Date(clock.now()).toISOString();
  let iam: RootIamPort;
  try {
    ({ iam } = await aws.asRoot(accountId, 'audit'));
  } catch (error) {
    return { state: 'unknown', at: at(), reason: reasonOf('AssumeRoot', error) };
  }
  try {
    const credentials = await credentialsOf(iam);
    return credentials ? { state: 'credentials', at: at(), ...credentials } : { state: 'clean', at: at() };
  } catch (error) {
    if (faultOf(error).class === 'denied') return { state: 'blocked', at: at(), reason: blockedBy(error) };
    return { state: 'unknown', at: at(), reason: reasonOf('the audit', error) };
  }
}

type Credentials = Omit<RootCredentialsFound, 'state' | 'at'>;

/** The summary says what there is; only that is asked about. Undefined = nothing to sign in with. */
async function credentialsOf(iam: RootIamPort): Promise<Credentials | undefined> {
  const summary = await iam.summary();
  const shows = (key: string): boolean => (summary[key] ?? 0) > 0;
  const password =
    summary['AccountPasswordPresent'] === undefined ? await iam.hasPassword() : shows('AccountPasswordPresent');
  const accessKeys = shows('AccountAccessKeysPresent') ? await keysOf(iam) : [];
  const signingCertificates = shows('AccountSigningCertificatesPresent') ? (await iam.signingCertificates()).length : 0;
  if (!password && accessKeys.length === 0 && signingCertificates === 0) return undefined;
  const mfaDevices = shows('AccountMFAEnabled') ? (await iam.mfaDevices()).length : 0;
  return { password, accessKeys, signingCertificates, mfaDevices };
}

async function keysOf(iam: RootIamPort): Promise<Credentials['accessKeys']> {
  const keys = await iam.accessKeys();
  return Promise.all(
    keys.map(async ({ id, active }) => {
      const lastUsed = await iam.keyLastUsed(id);
      return { id: shortKeyId(id), active, ...(lastUsed !== undefined && { lastUsed: dayOf(lastUsed) }) };
    }),
  );
}

/** Enough to tell the two keys of a root user apart, and no more. */
export function shortKeyId(id: string): string {
  return `…${id.slice(-4)}`;
}

export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function reasonOf(operation: string, error: unknown): string {
  const fault = faultOf(error);
  // A fault of ours is not the account's.
  if (fault.class === 'bug' || error instanceof TowerctlError) throw error;
  return describeFault(operation, fault).slice(0, REASON_LENGTH);
}

/** AWS names the kind of policy, and in some answers the policy itself. */
export function blockedBy(error: unknown): string {
  const { message } = faultOf(error);
  const policy = /arn:[\w-]+:organizations::[^\s,;"']+/.exec(message)?.[0];
  if (policy !== undefined) return `the policy ${policy}`;
  if (/service control policy/i.test(message)) return 'a service control policy that denies root';
  return message.slice(0, REASON_LENGTH);
}
