import { z } from 'zod';
import { CONTROL_TOWER_PERMISSION_SETS, JOB_FUNCTIONS, PERMISSION_SET_LIMITS } from '../../facts/identity-center.js';
import type { Section, SectionFinding } from '../../kind.js';
import { documentField, documentFileField, says, tags, withField } from '../../manifest/fields.js';
import { LONGEST_SESSION, SHORTEST_SESSION, sessionMinutes } from './session.js';

const always = { when: ({ value }: { value: unknown }) => value !== null && typeof value === 'object' };

const setName = z.string().regex(/^[\w+=,.@-]{1,32}$/, {
  error: says('is not the name of a permission set', 'AWS takes 1 to 32 letters, digits and + = , . @ _ -'),
});

const session = z
  .string()
  .refine((text) => sessionMinutes(text) !== undefined, {
    error: says('is not a length of time', 'write it as AWS does: PT8H, PT1H30M'),
    abort: true,
  })
  .refine((text) => within(sessionMinutes(text)), {
    error: says('is no session that AWS gives', 'from one hour, PT1H, to twelve, PT12H'),
  })
  .describe('How long somebody stays signed in, PT1H to PT12H; absent = PT1H.');

const managedPolicy = z
  .string()
  .refine((text) => !text.startsWith('arn:'), {
    error: says(
      'is written as an ARN',
      'write what follows ":policy/" for a policy of AWS; your own policies stand under customer:',
    ),
    abort: true,
  })
  .regex(/^(?:[\w+=,.@-]+\/){0,8}[\w+=,.@-]{1,128}$/, {
    error: says('is not a policy of AWS', 'write what follows ":policy/": ReadOnlyAccess, job-function/ViewOnlyAccess'),
  })
  .refine((text) => !JOB_FUNCTIONS.has(text), {
    error: says('stands under a path', 'write job-function/ before it'),
  });

const policyName = z.string().regex(/^[\w+=,.@-]{1,128}$/, {
  error: says('is not the name of a policy', 'IAM takes 1 to 128 letters, digits and + = , . @ _ -'),
});

const customerPolicy = z
  .union([
    policyName,
    z.strictObject({
      name: policyName,
      path: z
        .string()
        .max(512)
        .regex(/^\/(?:[A-Za-z0-9.,+@=_-]+\/)*$/, {
          error: says('is not a path', 'a path begins and ends with a slash: /developers/'),
        })
        .optional()
        .describe('Absent = /'),
    }),
  ])
  .describe('A policy of your own: it must stand under this name and path in every account the set is assigned in.');

const inline = z
  .strictObject({
    file: documentFileField('The document, in a YAML or JSON file inside the manifest’s folder.').optional(),
    document: documentField('The document itself.').optional(),
    with: withField().optional(),
  })
  .refine(({ file, document }) => (file === undefined) !== (document === undefined), {
    error: says('needs one document', 'write file: policies/NAME.yaml, or document: {...}'),
    ...always,
  })
  .describe('A policy that is part of the set.');

const boundary = z
  .strictObject({ managed: managedPolicy.optional(), customer: customerPolicy.optional() })
  .refine(({ managed, customer }) => (managed === undefined) !== (customer === undefined), {
    error: says('needs one policy', 'write managed: for a policy of AWS, or customer: for one of your own'),
    ...always,
  })
  .describe('The most that the set can ever allow, whatever its policies say.');

const OWN_FIELDS = [
  'description',
  'session',
  'relayState',
  'managed',
  'customer',
  'inline',
  'boundary',
  'tags',
  'adopt',
] as const;

const permissionSet = z
  .strictObject({
    description: z
      .string()
      .min(1)
      .max(700)
      .regex(/^[\t\n\r\u0020-\u007E\u00A1-\u00FF]*$/, {
        error: says('has a character that AWS does not take here', 'use Latin letters (ISO 8859-1)'),
      })
      .optional()
      .describe('Absent = left alone: AWS does not take one away.'),
    session: session.optional(),
    relayState: z
      .string()
      .min(1)
      .max(240)
      .regex(/^[a-zA-Z0-9&$@#\\/%?=~\-_'"|!:,.;*+[\] (){}]+$/, {
        error: says('is not a relay state', 'write the address of a page of the AWS console'),
      })
      .optional()
      .describe('The page that opens first; absent = none.'),
    managed: z.array(managedPolicy).optional().describe('Policies of AWS, by what follows `:policy/` in the ARN.'),
    customer: z.array(customerPolicy).optional(),
    inline: inline.optional(),
    boundary: boundary.optional(),
    tags: tags.optional(),
    authority: z
      .enum(['exclusive', 'declared'])
      .optional()
      .describe(
        '`exclusive`: assignments of this set that are not declared are removed; `declared`: they are left alone. Absent = exclusive.',
      ),
    adopt: z.boolean().optional().describe('Take over a set of this name although it differs.'),
    existing: z
      .literal(true)
      .optional()
      .describe('It is somebody else’s (Control Tower’s, another tool’s): it may be assigned, and is never changed.'),
  })
  .refine((value) => value.existing !== true || OWN_FIELDS.every((field) => value[field] === undefined), {
    error: says('is somebody else’s, and yet says how it should be', `remove existing, or ${OWN_FIELDS.join(', ')}`),
    ...always,
  })
  .refine((value) => value.existing !== true || value.authority !== 'exclusive', {
    path: ['authority'],
    error: says('is not for a set of somebody else', 'who assigns it is theirs to say: remove authority'),
    ...always,
  })
  .meta({ id: 'PermissionSet' });

export type PermissionSetEntry = z.infer<typeof permissionSet>;
export type CustomerPolicyEntry = z.infer<typeof customerPolicy>;
export type PermissionSets = Readonly<Record<string, PermissionSetEntry>>;

export const permissionSets: Section<PermissionSets> = {
  key: 'permissionSets',
  title: 'Permission sets of IAM Identity Center, by name.',
  schema: z.record(setName, permissionSet),
  check: checkSets,
};

export function customerPolicyOf(entry: CustomerPolicyEntry): { readonly name: string; readonly path: string } {
  return typeof entry === 'string' ? { name: entry, path: '/' } : { name: entry.name, path: entry.path ?? '/' };
}

function* checkSets(section: PermissionSets): Iterable<SectionFinding> {
  for (const [key, entry] of Object.entries(section)) {
    if (CONTROL_TOWER_PERMISSION_SETS.has(key) && entry.existing !== true) {
      yield {
        path: [key],
        message: `"${key}" is a permission set of AWS Control Tower`,
        hint: 'refer to it with existing: true, or choose another name',
      };
    }
    yield* twice([key, 'managed'], entry.managed ?? []);
    const customer = (entry.customer ?? []).map(customerPolicyOf).map(({ name, path }) => path + name);
    yield* twice([key, 'customer'], customer);
    const number = (entry.managed ?? []).length + customer.length;
    if (number <= PERMISSION_SET_LIMITS.policies) continue;
    yield {
      path: [key],
      message: `has ${number} policies, ${number - PERMISSION_SET_LIMITS.policies} more than the ${PERMISSION_SET_LIMITS.policies} that AWS allows`,
      hint: 'managed and customer policies count together: join some of your own, or use inline',
    };
  }
}

function* twice(path: readonly string[], values: readonly string[]): Iterable<SectionFinding> {
  for (const [index, value] of values.entries()) {
    const first = values.indexOf(value);
    if (first < index) yield { path: [...path, index], first: [...path, first], message: `"${value}" a second time` };
  }
}

function within(minutes: number | undefined): boolean {
  return minutes === undefined || (minutes >= SHORTEST_SESSION && minutes <= LONGEST_SESSION);
}
