import { z } from 'zod';
import type { Section, SectionFinding } from '../../kind.js';
import {
  documentField,
  documentFileField,
  excludeField,
  says,
  tags,
  targetsField,
  withField,
} from '../../manifest/fields.js';
import { policyTypeName } from '../policy-type/section.js';

/** AWS allows 1 to 128 characters of any kind. */
const policyName = z.string().min(1).max(128);

const OWN_FIELDS = ['file', 'document', 'description', 'with', 'tags', 'adopt', 'was', 'replaces'] as const;

const always = { when: ({ value }: { value: unknown }) => value !== null && typeof value === 'object' };

const policy = z
  .strictObject({
    type: policyTypeName.describe(
      '`scp`, `rcp`, `declarative-ec2`, `tag`, `backup` ... A type that is newer than this version works too.',
    ),
    name: policyName
      .optional()
      .describe('The name in AWS; absent = the key of this entry. For two policies of one name and different types.'),
    file: documentFileField('The document, in a YAML or JSON file inside the manifest’s folder.').optional(),
    document: documentField('The document itself.').optional(),
    description: z.string().max(512).optional().describe('Shown in AWS.'),
    targets: targetsField('Where it is attached, in this order; `[]` = nowhere.', 0),
    exclude: excludeField().optional(),
    with: withField().optional(),
    tags: tags.optional(),
    adopt: z.boolean().optional().describe('Take over a policy of this name although its content differs.'),
    was: policyName.optional().describe('Its name so far: the policy is renamed and keeps its attachments.'),
    replaces: z
      .literal('FullAWSAccess')
      .optional()
      .describe(
        'This SCP takes the place of FullAWSAccess at its targets: attached first, then the other is detached.',
      ),
    awsManaged: z.literal(true).optional().describe('A policy that AWS owns: it is attached, nothing more.'),
  })
  .refine((value) => value.awsManaged === true || value.file !== undefined || value.document !== undefined, {
    error: says('has no document', 'write "file: policies/NAME.yaml", or "document: {...}"'),
    ...always,
  })
  .refine((value) => value.file === undefined || value.document === undefined, {
    error: says('has a file and a document', 'keep one of the two'),
    ...always,
  })
  .refine((value) => value.awsManaged !== true || OWN_FIELDS.every((field) => value[field] === undefined), {
    error: says('belongs to AWS, and yet says how it should be', `remove awsManaged, or ${OWN_FIELDS.join(', ')}`),
    ...always,
  })
  .refine((value) => value.replaces === undefined || value.type === 'scp', {
    path: ['replaces'],
    error: says('is for service control policies only', 'no other default of AWS can be detached'),
    ...always,
  })
  .meta({ id: 'Policy' });

export type PolicyEntry = z.infer<typeof policy>;
export type Policies = Readonly<Record<string, PolicyEntry>>;

export const policies: Section<Policies> = {
  key: 'policies',
  title: 'Policies of every type, by name, and what each is attached to. Attached in this order.',
  schema: z.record(policyName, policy),
  check: checkPolicies,
};

/** The name in AWS. */
export function policyNameOf(key: string, entry: PolicyEntry): string {
  return entry.name ?? key;
}

function* checkPolicies(section: Policies): Iterable<SectionFinding> {
  const entries = Object.entries(section);
  const seen = new Map<string, string>();
  for (const [key, entry] of entries) {
    const mark = `${entry.type}\0${policyNameOf(key, entry)}`;
    const first = seen.get(mark);
    if (first === undefined) seen.set(mark, key);
    else {
      const message = `a second ${entry.type} of the name "${policyNameOf(key, entry)}"`;
      yield { path: [key], first: [first], message, hint: 'AWS keeps names unique within a type' };
    }
  }
  const former = new Map<string, string>();
  for (const [key, entry] of entries) {
    if (entry.was === undefined) continue;
    const mark = `${entry.type}\0${entry.was}`;
    const first = former.get(mark);
    if (seen.has(mark)) {
      const hint = 'a policy cannot be renamed away and be there too: remove one of the two';
      yield { path: [key, 'was'], message: `"was" names "${entry.was}", which is declared itself`, hint };
    } else if (first !== undefined) {
      yield { path: [key, 'was'], first: [first, 'was'], message: `"was" names "${entry.was}" a second time` };
    }
    former.set(mark, key);
  }
}
