import { faultOf } from '../aws/faults.js';
import type { Clock } from '../clock.js';
import { TowerctlError } from '../errors.js';
import type { Listener } from '../events.js';
import type { Kind } from '../kind.js';
import { KINDS } from '../kinds/index.js';
import { planned } from '../kinds/landing-zone/desired.js';
import { readLandingZone } from '../kinds/landing-zone-facts.js';
import type { Surroundings } from '../kinds/surroundings.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Change, LandingZone } from '../model.js';

/** It is trusted by every organization that it ever set up. */
const CONTROL_TOWER = 'controltower.amazonaws.com';

/**
 * As it will be, for what stands on it. Read only where something of this manifest does, or a guard has to know which
 * accounts are its own: any other manifest never calls Control Tower.
 */
export async function landingZoneFor(manifest: Manifest, aws: Surroundings): Promise<LandingZone | undefined> {
  const isNeeded = KINDS.some((kind) => kind.needsLandingZone?.(manifest));
  if (!isNeeded) {
    if (!KINDS.some((kind) => kind.looksAtLandingZone?.(manifest))) return undefined;
    // Where Control Tower was never let in it is not asked: an organization without it may be no more than emulated.
    if (!(await hasControlTower(aws))) return undefined;
  }
  const found = await readLandingZone(aws);
  if (!isNeeded && found.state === 'none') return undefined;
  return planned(manifest, found, (account) => aws.live.names.tryIdOf(account));
}

async function hasControlTower({ organizations }: Surroundings): Promise<boolean> {
  try {
    return (await organizations.trustedServices()).includes(CONTROL_TOWER);
  } catch (error) {
    const fault = faultOf(error);
    if (fault.class !== 'denied' && fault.class !== 'refused') throw error;
    return true;
  }
}

/** Whether carrying out the change writes to Control Tower. */
export function writesToControlTower(change: Change, kind: Kind): boolean {
  return kind.steps(change).some(({ calls }) => calls.some((call) => call.startsWith('controltower:')));
}

const LOOK_EVERY_MS = 30_000;
/** Seen to take an hour; the CloudFormation handler that AWS wrote waits as long. */
const DEADLINE_MS = 6 * 3_600_000;

/**
 * Nothing is written to Control Tower while an operation of the landing zone runs. Looked at before the first such
 * write, for all that come after it; one that begins later is met by Control Tower's own refusal, and waited for too.
 */
export class LandingZoneGate {
  readonly #aws: Pick<Surroundings, 'controlTower'>;
  readonly #clock: Clock;
  readonly #listener: Listener;
  #open: Promise<void> | undefined;

  constructor(aws: Pick<Surroundings, 'controlTower'>, clock: Clock, listener: Listener) {
    this.#aws = aws;
    this.#clock = clock;
    this.#listener = listener;
  }

  pass(change: Change): Promise<void> {
    this.#open ??= this.#wait(change);
    return this.#open;
  }

  async #wait({ address }: Change): Promise<void> {
    const step = 'wait for the landing zone';
    const deadline = this.#clock.now() + DEADLINE_MS;
    for (;;) {
      const running = await this.#running();
      if (running === undefined) return;
      if (this.#clock.now() >= deadline)
        throw new TowerctlError(
          'failed',
          `the landing zone is still busy (${running}) after 6 hours; run again to go on waiting`,
        );
      this.#listener({
        code: 'step-waiting',
        at: this.#clock.now(),
        address,
        step,
        detail: `${running} of the landing zone runs`,
      });
      await this.#clock.sleep(LOOK_EVERY_MS);
    }
  }

  async #running(): Promise<string | undefined> {
    const { controlTower } = this.#aws;
    controlTower.forget();
    if ((await controlTower.landingZone())?.status !== 'PROCESSING') return undefined;
    return (await controlTower.landingZoneOperation())?.type ?? 'an operation';
  }
}
