import type { World } from '../../world.js';

/** What an access key that STS gave stands for. */
export interface StsSession {
  readonly accountId: string;
  readonly roleName: string;
  readonly arn: string;
  readonly userId: string;
  /** Clock milliseconds. */
  readonly expiresAt: number;
}

export interface StsState {
  /** By access key id. */
  readonly sessions: Record<string, StsSession>;
  /** Sessions ever given. */
  count: number;
}

export function stsState(world: World): StsState {
  return world.state('sts', (): StsState => ({ sessions: {}, count: 0 }));
}
