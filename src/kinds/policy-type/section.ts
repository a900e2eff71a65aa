import { z } from 'zod';
import { POLICY_TYPES } from '../../facts/policy-types.js';
import type { Section } from '../../kind.js';
import { onOff, says } from '../../manifest/fields.js';
import { suggestion } from '../../manifest/problems.js';

const names = POLICY_TYPES.map((type) => type.name);

/** A word for a policy type: one that this version knows, or one that AWS may have added since. */
export const policyTypeName = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
    error: says('is not a policy type', `write it as here: ${names.join(', ')}`),
  })
  .superRefine((name, context) => {
    const near = names.includes(name) ? undefined : suggestion(name, names);
    if (near === undefined) return;
    context.addIssue({ code: 'custom', message: says('is not a policy type', `did you mean "${near}"?`) });
  });

export type PolicyTypes = Readonly<Record<string, 'on' | 'off'>>;

export const policyTypes: Section<PolicyTypes> = {
  key: 'policyTypes',
  title: 'Types of policies that have effect in the organization. A type that is not named is left as it is.',
  schema: z.record(policyTypeName, onOff.describe('`off` detaches every policy of the type, for good.')),
};
