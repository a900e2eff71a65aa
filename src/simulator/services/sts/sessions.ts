import { createHash } from 'node:crypto';
import type { World } from '../../world.js';
import { type StsSession, stsState } from './state.js';

/** Begins every access key that is given here: one that is not known (any more) is told from a user's own. */
export const KEY_PREFIX = 'ASIASANDBOX';

/** Looking through all sessions for old ones costs more than giving one. */
const SWEPT_EVERY = 100;

/** Temporary credentials, as the wire has them, that stand for this identity until it expires. */
export function beginSession(world: World, row: StsSession): Record<string, unknown> {
  const state = stsState(world);
  state.count += 1;
  if (state.count % SWEPT_EVERY === 0) forget(world);
  const digest = createHash('sha256').update(`${state.count} ${row.arn} ${row.userId} ${world.random()}`).digest();
  const accessKeyId = `${KEY_PREFIX}${digest.toString('hex').slice(0, 9).toUpperCase()}`;
  state.sessions[accessKeyId] = row;
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: digest.toString('base64').slice(0, 40),
    SessionToken: createHash('sha512').update(digest).digest('base64').repeat(2),
    Expiration: new Date(row.expiresAt),
  };
}

/** A day after their end nobody needs to be told that they are over. */
function forget(world: World): void {
  const { sessions } = stsState(world);
  const dayAgo = world.clock.now() - 86_400_000;
  for (const [key, { expiresAt }] of Object.entries(sessions)) if (expiresAt < dayAgo) delete sessions[key];
}
