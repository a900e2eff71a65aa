import type { World } from '../../world.js';

/** What an access key that STS gave stands for. */
export interface StsSession {
  readonly accountId: string;
  /** Absent of a root session. */
  readonly roleName?: string;
  readonly arn: string;
  readonly userId: string;
  /** Clock milliseconds. */
  readonly expiresAt: number;
  /** The task of a root session. */
  readonly rootTask?: string;
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
