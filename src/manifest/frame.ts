import { z } from 'zod';
import { day, entryName, region, says, selectorSchema } from './fields.js';
import { pipelineSchema } from './pipeline.js';

/** Removals in one plan that pass without an allowance, where the manifest does not say. */
export const DEFAULT_MAX_REMOVALS = 3;

const grant = z.string().regex(/^(root|(unit:)?.+\/\*\*|account:.+)$/, {
  error: says('is not a grant', 'grant whole subtrees: "root", "Workloads/**" or "account:NAME"'),
});

const includeEntry = z
  .strictObject({
    path: z.string().min(1).describe('Files inside the manifest’s folder; `*`, `**` and `?` stand for something.'),
    owner: z.string().min(1).optional().describe('Who answers for these files; said in messages.'),
    may: z.array(z.string().min(1)).min(1).optional().describe('Sections that they may hold; absent = any.'),
    targets: z
      .array(grant)
      .min(1)
      .optional()
      .describe('Where everything in them must lie: `root`, `Workloads/**`, `account:NAME`; absent = anywhere.'),
  })
  .describe('An included file and what it is granted.');

const allowance = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, { error: says('is not a code', 'codes are listed by "towerctl explain"') })
    .describe('The finding that is let pass.'),
  at: z.string().min(1).describe('The address it is let pass at; a `*` at its end stands for anything.'),
  reason: z.string().min(1).describe('Why, for the reviewer: a change number, a sentence.'),
  until: day.optional().describe('The last day on which it holds.'),
});

const quota = z.strictObject({
  size: z.int().min(1).optional().describe('Characters of a document.'),
  perTarget: z.int().min(1).optional().describe('Policies attached directly to one root, unit or account.'),
  perOrganization: z.int().min(1).optional().describe('Policies of the type in the organization.'),
});

const principal = z.strictObject({
  arn: z
    .string()
    .regex(/^arn:[a-z*-]+:(iam|sts):[^:]*:[^:]+:.+$/, {
      error: says('is not the ARN of a principal', 'write arn:aws:iam::*:role/NAME'),
    })
    .describe('ARN pattern of a role or user.'),
  actions: z
    .array(
      z
        .string()
        .regex(/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/, { error: says('is not an action', 'write "*" or "s3:GetObject"') }),
    )
    .min(1)
    .describe('Actions that it must keep being able to do.'),
});

const roleName = z.string().regex(/^[\w+=,.@-]{1,64}$/, {
  error: says('is not the name of a role', 'write the name alone, without path or ARN'),
});

const guards = z.strictObject({
  maxRemovals: z
    .int()
    .min(0)
    .default(DEFAULT_MAX_REMOVALS)
    .describe(`More removals than this in one plan need an allowance (default ${DEFAULT_MAX_REMOVALS}).`),
  protectedPrincipals: z
    .array(principal)
    .default([])
    .describe('Principals that no policy may lock out, beside the built-in ones.'),
  quotas: z
    .record(z.string().min(1), quota)
    .default({})
    .describe('Numbers that replace the dated quota data, by policy type.'),
  allow: z.array(allowance).default([]).describe('Findings that are let pass, each at one place and with its reason.'),
});

/** Every key at the top of a manifest that no kind owns. Order is the order of the JSON Schema. */
export const frameShape = {
  version: z.literal(1).describe('The version of this format.'),
  name: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$/, {
      error: says('is not a manifest name', 'use letters, digits, _ . -; begin with a letter or digit; at most 64'),
    })
    .describe('Marks what this manifest owns in AWS (the tag towerctl:manifest). Changing it disowns everything.'),
  requires: z
    .strictObject({
      towerctl: z.string().min(1).describe('The versions of towerctl that may run this manifest: "~1.4", ">=1.2 <2".'),
    })
    .optional()
    .describe('What must be there before anything is done.'),
  organization: z
    .strictObject({
      id: z
        .string()
        .regex(/^o-[a-z0-9]{10,32}$/, {
          error: says('is not an organization id', 'it begins with "o-": o-exampleorg1'),
        })
        .describe('The only organization this manifest may be applied to.'),
      homeRegion: region.describe('The home Region of the landing zone.'),
      memberRoles: z
        .strictObject({
          read: roleName.optional().describe('Role that member accounts are read with; absent = towerctl-read.'),
          write: roleName
            .optional()
            .describe('Role that is entered for what can only be changed inside; absent = AWSControlTowerExecution.'),
        })
        .optional()
        .describe('How member accounts are entered, where it is not by the usual roles.'),
    })
    .describe('Which organization this is.'),
  variables: z
    .string()
    .min(1)
    .optional()
    .describe('A file of values for `${var.NAME}`, inside the manifest’s folder. `--variables` replaces it.'),
  include: z
    .array(z.union([z.string().min(1), includeEntry]))
    .optional()
    .describe('Further files with sections of this manifest.'),
  selectors: z
    .record(entryName, selectorSchema)
    .optional()
    .describe('Named selections, used in targets as `selector:NAME`.'),
  guards: guards.optional().describe('How careful a plan is.'),
  pipeline: pipelineSchema
    .optional()
    .describe('Where and how towerctl runs by itself; read by `towerctl bootstrap` and `towerctl run`.'),
};

export const frameSchema = z.strictObject(frameShape);

export type Frame = z.infer<typeof frameSchema>;
export type IncludeEntry = z.infer<typeof includeEntry>;
