import { z } from 'zod';
import type { Section } from '../../kind.js';
import { onOff, says } from '../../manifest/fields.js';

const servicePrincipal = z
  .string()
  .max(128)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/, {
    error: says('is not a service principal', 'write it as AWS does: ec2.amazonaws.com'),
  });

export type TrustedAccess = Readonly<Record<string, 'on' | 'off'>>;

export const trustedAccess: Section<TrustedAccess> = {
  key: 'trustedAccess',
  title:
    'Services that may act in the whole organization, by service principal. A service that is not named is left as it is.',
  schema: z.record(servicePrincipal, onOff.describe('`on`: the service may act in every account.')),
};
