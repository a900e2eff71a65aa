import { z } from 'zod';
import type { Json, JsonObject, Target } from '../model.js';
import { splitUnitPath, unitNameOf } from './unit-path.js';

/**
 * What a field means beyond its type. The loader finds fields by their role, whatever section they stand in: it expands
 * and checks targets, reads documents, and holds included files to what they were granted.
 */
export type FieldRole = 'targets' | 'exclude' | 'unit' | 'document' | 'document-file' | 'template-file' | 'text-file';

export const fieldRoles = z.registry<{ role: FieldRole }>();

/** A schema's message: what is wrong with the value (it is put after the value), and what to do. */
export function says(message: string, hint?: string): string {
  return hint === undefined ? message : `${message}\n${hint}`;
}

/** Tags that AWS allows on one resource, less the two by which towerctl knows what it owns. */
export const TAGS = 48;

/** Letters, digits and spaces of any script, and a few signs (AWS: tag naming limits). */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const tagText = {
  error: says('has a character that AWS does not take in a tag', 'use letters, digits, spaces and _ . : / = + - @'),
};

export const tagKey = z
  .string()
  .min(1)
  .max(128)
  .regex(TAG_TEXT, tagText)
  .refine((key) => !/^aws:/i.test(key), { error: says('begins with "aws:"', 'AWS keeps these tags to itself') })
  .refine((key) => !/^towerctl:/i.test(key), {
    error: says('begins with "towerctl:"', 'towerctl sets these tags itself, to know what it owns'),
  });

const tagValue = z.string().max(256).regex(TAG_TEXT, tagText);

/** Tags of a resource: only the keys named are managed; `null` means that the tag must not be there. */
export const tags = z
  .record(tagKey, z.union([tagValue, z.null()]))
  .refine((value) => Object.keys(value).length <= TAGS, {
    error: says(`holds more than ${TAGS} tags`, 'AWS allows 50 on a resource, and two are towerctl’s own'),
  })
  .describe('Tags. Only the keys named here are managed: another tag is left alone, and `null` removes one.');

export const accountId = z
  .string()
  .regex(/^\d{12}$/, { error: says('is not an account id', 'an account id is 12 digits, in quotes: "012345678901"') });

export const email = z
  .string()
  .min(6)
  .max(64)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@.]+$/, { error: says('is not an email address') });

export const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: says('is not an AWS Region', 'write a Region such as ap-northeast-1') });

export const onOff = z.enum(['on', 'off']);

/** A day, as allowances and exceptions end by: it exists in the calendar. */
export const day = z.string().refine(
  (text) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
    const date = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  },
  { error: says('is not a day', 'write it as 2026-12-31') },
);

/** One name in the tree. AWS allows 1 to 128 characters; a slash separates units here, so one inside a name is escaped. */
export const unitName = z
  .string()
  .refine((text) => splitUnitPath(text).length === 1, {
    error: says('holds a slash', 'nest units with "children:", or write \\/ for a slash that is part of the name'),
  })
  .refine((text) => lengthBetween(unitNameOf(text), 1, 128), {
    error: says('is not a unit name', 'AWS allows 1 to 128 characters'),
  })
  .refine((text) => !['*', '**', '.', '..'].includes(text), {
    error: says('is not a unit name', 'this word means something else in targets'),
  });

/** The name of an entry: stands in addresses, so it has neither slashes nor colons nor spaces at its ends. */
export const entryName = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9 _.+=-]{0,126}[A-Za-z0-9_.+=-])?$/, {
  error: says('is not a name', 'use letters, digits, spaces and _ . + = -; begin with a letter or digit; at most 128'),
});

function lengthBetween(text: string, least: number, most: number): boolean {
  const length = [...text].length;
  return length >= least && length <= most;
}

/** A unit by its path, or `root`. */
export function unitField(description: string) {
  return z.string().min(1).describe(description).register(fieldRoles, { role: 'unit' });
}

const selector: z.ZodType<Exclude<Target, string>> = z
  .strictObject({
    get targets() {
      return z.array(target).min(1).optional().describe('Where to look; absent = every account.');
    },
    tags: z
      .record(z.string().min(1).max(128), z.union([tagValue, z.array(tagValue).min(1)]))
      .refine((value) => Object.keys(value).length > 0, { error: says('is empty', 'name at least one tag') })
      .optional()
      .describe('Only accounts that carry each of these tags with (one of) the value(s).'),
    get exclude() {
      return z.array(target).min(1).optional().describe('What is left out again.');
    },
  })
  .refine((value) => Object.keys(value).length > 0, {
    error: says('selects nothing', 'write targets:, tags: or exclude:'),
  });

const target: z.ZodType<Target> = z
  .union([z.string().min(1), selector])
  .describe(
    '`root`, `Workloads/Prod` (that unit), `Workloads/**` (with everything below), `account:NAME`, `management`, `selector:NAME`, or a map with targets, tags, exclude.',
  )
  .meta({ id: 'Target' });

export const selectorSchema = selector;

/** A list of targets. `atLeast: 0` for sections in which a thing may exist without being used anywhere. */
export function targetsField(description: string, atLeast: 0 | 1 = 1) {
  return z.array(target).min(atLeast).describe(description).register(fieldRoles, { role: 'targets' });
}

export function excludeField(description = 'Targets that are left out again.') {
  return z.array(target).min(1).describe(description).register(fieldRoles, { role: 'exclude' });
}

const json: z.ZodType<Json> = z.json();

export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), json);

/** A policy document in a file of its own; its `${with.x}` come from the `with:` beside it. */
export function documentFileField(description: string) {
  return z
    .string()
    .regex(/\.(ya?ml|json)$/, { error: says('is not a document', 'a document is a .yaml, .yml or .json file') })
    .describe(description)
    .register(fieldRoles, { role: 'document-file' });
}

/** A CloudFormation template: a file inside the manifest's folder or, without an ending, one that towerctl brings along. */
export function templateFileField(description: string) {
  return z
    .string()
    .min(1)
    .refine((file) => /\.(ya?ml|json|template)$/.test(file) || /^[a-z0-9][a-z0-9-]*$/.test(file), {
      error: says(
        'is not a template',
        'write a .yaml, .yml, .json or .template file, or the name of a template that towerctl brings along',
      ),
    })
    .describe(description)
    .register(fieldRoles, { role: 'template-file' });
}

/** A file in a language of its own, inside the manifest's folder, with this ending. It is kept as it is: no variables. */
export function textFileField(ending: string, description: string) {
  return z
    .string()
    .refine((file) => file.endsWith(ending), { error: says(`does not end in ${ending}`, `name a file ${ending}`) })
    .describe(description)
    .register(fieldRoles, { role: 'text-file' });
}

/** A policy document written into the manifest. */
export function documentField(description: string) {
  return z.record(z.string(), json).describe(description).register(fieldRoles, { role: 'document' });
}

export function withField() {
  return jsonObject.describe('Values for the `${with.NAME}` in the document.');
}
