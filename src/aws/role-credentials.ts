import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { Clock } from '../clock.js';
import { TowerctlError } from '../errors.js';
import { type Assumed, identityOf } from './assumed.js';
import { type ClientOptions, clientConfig, once } from './clients.js';
import { describeFault, type Fault, faultOf, NOT_SIGNED_IN } from './faults.js';
import type { Throttle } from './throttle.js';

export interface RoleOptions {
  /** The process's own, which the role has to trust. */
  readonly session: ClientOptions & { readonly clock: Clock; readonly runId?: string };
  readonly throttle: Throttle;
  /** Where STS is asked. */
  readonly region: string;
  readonly roleArn: string;
}

/** An hour is all that a session gets which is entered from the session of another role. */
const SESSION_SECONDS = 3_600;
/** Entered anew before the credentials run out in the middle of a call. */
const SPARE_MS = 300_000;
/** The SDK keeps credentials without an end for good, and asks again for those whose end has come: when, is our clock's to say. */
const LONG_AGO = new Date(0);

/**
 * Credentials of a role that the process enters once and renews as they run out, however long the run is.
 *
 * @throws TowerctlError `denied` where the role lets nobody in, `failed` where STS does not answer.
 */
export function roleCredentials(options: RoleOptions): AwsCredentialIdentityProvider {
  const { clock } = options.session;
  const enter = entrance(options);
  let entered: Assumed<AwsCredentialIdentity> | undefined;
  let flight: Promise<Assumed<AwsCredentialIdentity>> | undefined;
  return async () => {
    if (entered && entered.until > clock.now()) return entered.session;
    // Whoever comes meanwhile waits for the same answer.
    flight ??= enter().finally(() => {
      flight = undefined;
    });
    entered = await flight;
    return entered.session;
  };
}

function entrance({ session, throttle, region, roleArn }: RoleOptions): () => Promise<Assumed<AwsCredentialIdentity>> {
  const sts = once(async () => {
    const sdk = await import('@aws-sdk/client-sts');
    const config = { ...clientConfig(session, region), useGlobalEndpoint: false };
    return { client: new sdk.STSClient(config), sdk };
  });
  return async () => {
    const { client, sdk } = await sts();
    const startedAt = session.clock.now();
    const command = () =>
      new sdk.AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: session.runId ?? 'towerctl',
        DurationSeconds: SESSION_SECONDS,
      });
    try {
      const answer = await throttle.call('sts', 'AssumeRole', () => client.send(command()), { isWithin: true });
      const identity = { ...identityOf(answer.Credentials), expiration: LONG_AGO };
      return { session: identity, until: startedAt + SESSION_SECONDS * 1_000 - SPARE_MS };
    } catch (error) {
      throw notEntered(roleArn, faultOf(error), error);
    }
  };
}

function notEntered(roleArn: string, fault: Fault, cause: unknown): TowerctlError {
  const exit = fault.class === 'denied' ? 'denied' : 'failed';
  const what = `the role ${roleArn} could not be entered: ${describeFault('AssumeRole', fault)}`;
  return new TowerctlError(exit, `${what}${adviceOf(fault)}`, [], { cause });
}

/** AWS does not say which of them it is. */
function adviceOf({ class: what, code }: Fault): string {
  if (NOT_SIGNED_IN.has(code)) return '; the credentials of this process are missing, expired or unknown';
  if (what !== 'denied') return '';
  return (
    '. One of these: there is no role of that name in that account; its trust policy does not name this process’s role; ' +
    'this process’s role is not allowed sts:AssumeRole on it'
  );
}
