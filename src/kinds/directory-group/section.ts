import { z } from 'zod';
import { CONTROL_TOWER_GROUPS } from '../../facts/identity-center.js';
import type { Section, SectionFinding } from '../../kind.js';
import { says } from '../../manifest/fields.js';

const groupName = z
  .string()
  .max(1024)
  .regex(/^[^\s/@>\p{Cc}](?:[^/@>\p{Cc}]*[^\s/@>\p{Cc}])?$/u, {
    error: says('is not the name of a group', 'use 1 to 1,024 characters without / @ > and without spaces at the ends'),
  })
  .refine((name) => !['administrator', 'awsadministrators'].includes(name.toLowerCase()), {
    error: says('is a name that AWS keeps to itself', 'choose another one'),
  });

const always = { when: ({ value }: { value: unknown }) => value !== null && typeof value === 'object' };

const group = z
  .strictObject({
    description: z.string().min(1).max(1024).optional().describe('Absent = left alone.'),
    members: z
      .array(z.string().min(1).max(128))
      .optional()
      .describe('User names, exactly these; absent = membership is left alone.'),
    state: z.literal('off').optional().describe('The group is removed.'),
  })
  .refine(({ state, description, members }) => state === undefined || (description ?? members) === undefined, {
    error: says('is removed, and yet says how it should be', 'remove state, or description and members'),
    ...always,
  })
  .meta({ id: 'DirectoryGroup' });

export type DirectoryGroupEntry = z.infer<typeof group>;
export type DirectoryGroups = Readonly<Record<string, DirectoryGroupEntry>>;

export const groups: Section<DirectoryGroups> = {
  key: 'groups',
  title: 'Groups of Identity Center’s own directory, by name.',
  schema: z.record(groupName, group),
  check: checkGroups,
};

function* checkGroups(section: DirectoryGroups): Iterable<SectionFinding> {
  for (const [key, { description, members, state }] of Object.entries(section)) {
    for (const [index, member] of (members ?? []).entries()) {
      const first = members?.indexOf(member) ?? index;
      if (first === index) continue;
      yield { path: [key, 'members', index], first: [key, 'members', first], message: `"${member}" a second time` };
    }
    if (!CONTROL_TOWER_GROUPS.has(key) || (description === undefined && state === undefined)) continue;
    yield {
      path: [key, state === undefined ? 'description' : 'state'],
      message: `"${key}" is a group of AWS Control Tower`,
      hint: 'only its members may be declared',
    };
  }
}
