import type { Credentials } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';
import type { Clock } from '../clock.js';

/** A session in another account. */
export interface Assumed<Session> {
  readonly session: Session;
  /** Clock milliseconds at which it is entered anew: before its credentials run out in the middle of a call. */
  readonly until: number;
}

/** Sessions in other accounts, each entered once and kept until its credentials run out. */
export class AssumedSessions<Session> {
  readonly #clock: Clock;
  readonly #known = new Map<string, Promise<Assumed<Session>>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws what `assume` throws; it is asked again the next time. */
  async enter(key: string, assume: () => Promise<Assumed<Session>>): Promise<Session> {
    const known = await this.#known.get(key);
    if (known && known.until > this.#clock.now()) return known.session;
    const entered = assume();
    this.#known.set(key, entered);
    try {
      return (await entered).session;
    } catch (error) {
      // It may be let in later in this run: what lets it in is made in the meantime.
      this.#known.delete(key);
      throw error;
    }
  }

  each(work: (session: Session) => void): void {
    // Whoever asked for an account that could not be entered has been told.
    for (const entered of this.#known.values())
      entered.then(
        ({ session }) => work(session),
        () => undefined,
      );
  }
}

/** What STS gives, as clients take it. */
export function identityOf(given: Credentials | undefined): AwsCredentialIdentity {
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    ...(given?.SessionToken !== undefined && { sessionToken: given.SessionToken }),
  };
}
