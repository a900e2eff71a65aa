import { z } from 'zod';
import type { Json, JsonObject, Plan } from '../model.js';
import { PLAN_JSON_VERSION } from './json.js';

// The contract of `towerctl plan --format json`. Within a version members are only added, and a consumer ignores what
// it does not know; removing or changing one makes the next version.

const json: z.ZodType<Json> = z.json();
const spec = z.record(z.string(), json).describe("The thing in the manifest's words, never AWS ids");
const address = z
  .templateLiteral([z.string(), ':', z.string()])
  .describe('`unit:Workloads/Prod`, `policy:scp/deny-leave`');
const origin = z
  .object({ file: z.string(), line: z.int().min(1), column: z.int().min(1) })
  .describe("Where in the manifest it is written; the file is relative to the manifest's folder");
const reason = z.enum([
  'declared',
  'drift',
  'changed',
  'renamed',
  'undeclared',
  'foreign',
  'held',
  'outside-scope',
  'removed',
  'failed',
  'running',
  'automatic',
  'ready',
]);

const field = z.object({
  path: z.string().describe('Dotted path inside the spec: `tags.owner`'),
  from: json.optional(),
  to: json.optional(),
});
const fields = z.array(field);

const base = {
  address,
  kind: z.string(),
  needs: z.array(address).describe('Done before this one; when one fails this one is not attempted'),
  after: z.array(address).describe('Finished before this one starts, whatever came of it'),
  reads: z.array(z.object({ address, digest: z.string() })).describe('Facts that must still hold when it is applied'),
  why: reason,
  origin: origin.optional(),
  note: z.string().optional().describe('How what the manifest says was compiled to this'),
};

const change = z.discriminatedUnion('action', [
  z.object({ ...base, action: z.literal('create'), to: spec }),
  z.object({ ...base, action: z.literal('update'), from: spec, to: spec, fields }),
  z.object({ ...base, action: z.literal('replace'), from: spec, to: spec, fields }),
  z.object({ ...base, action: z.literal('remove'), from: spec }),
  z.object({ ...base, action: z.literal('adopt'), from: spec, to: spec, fields }),
  z.object({ ...base, action: z.literal('repair'), from: spec, to: spec, detail: z.string().optional() }),
  z.object({ ...base, action: z.literal('wait'), to: spec, token: z.string().optional() }),
  z.object({ ...base, action: z.literal('expect'), to: spec, detail: z.string().optional() }),
  z.object({ ...base, action: z.literal('notice'), from: spec.optional(), detail: z.string().optional() }),
]);

const problem = z.object({
  code: z.string().describe('Stable; `towerctl explain CODE` tells more'),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  hint: z.string().optional(),
  address: address.optional(),
  origin: origin.optional(),
});

const plan = z.object({
  format: z.literal(1),
  undoes: z.string().optional().describe('Digest of the plan that this one takes back'),
  engine: z.string().describe('Version of towerctl that made it'),
  manifest: z.object({ name: z.string(), digest: z.string() }),
  organizationId: z.string(),
  homeRegion: z.string().describe('Where Control Tower, Identity Center and others with one home are asked'),
  controlTower: z.literal(true).optional().describe('It stands on Control Tower, which is asked when it is applied'),
  memberRoles: z
    .object({ read: z.string().optional(), write: z.string().optional() })
    .optional()
    .describe('Roles in member accounts, where the manifest names others than the usual ones'),
  identityCenterRegion: z.string().optional().describe('Where Identity Center is asked, if not in the home Region'),
  scope: z.array(z.string()).describe('Empty = everything'),
  changes: z.array(change),
  unknown: z.array(
    z.object({
      kind: z.string(),
      address: address.optional(),
      reason: z.string(),
      missingPermission: z.string().optional(),
    }),
  ),
  problems: z.array(problem),
  allowed: z.array(
    z.object({ code: z.string(), at: z.string(), reason: z.string(), until: z.string().optional(), origin }),
  ),
  unmanaged: z.array(z.string()).describe('Sections that the manifest does not have: not read, not removed'),
  quotas: z.array(
    z.object({
      subject: z.string(),
      before: z.int(),
      after: z.int(),
      limit: z.int(),
      unconfirmed: z.boolean().optional(),
    }),
  ),
  reach: z.object({ accounts: z.int(), of: z.int() }),
  estimate: z.object({
    low: z.number().describe('Seconds, best case'),
    high: z.number().describe('Seconds, worst case'),
    writes: z.int(),
    longest: address.optional(),
  }),
  names: z
    .object({
      accounts: z.record(
        z.string(),
        z.object({ id: z.string().optional(), email: z.string().optional(), name: z.string().optional() }),
      ),
      was: z.record(z.string(), z.string()),
    })
    .describe("The manifest's own names, with which the plan can be applied without the manifest"),
  guards: z.object({ passed: z.array(z.string()) }),
});

export const planJsonSchema = z
  .object({
    version: z.literal(PLAN_JSON_VERSION),
    id: z
      .string()
      .regex(/^[0-9a-f]{8}$/)
      .describe('The first 8 digits of the digest'),
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    empty: z.boolean().describe('Nothing would be written; notices do not count'),
    counts: z.record(z.string(), z.int()).describe('By action, as the text report counts: attach and detach apart'),
    plan,
    read: z
      .object({
        seconds: z.number(),
        calls: z.array(z.object({ api: z.string(), calls: z.int(), throttled: z.int() })),
      })
      .optional()
      .describe('How it was come by; absent for a plan from a file'),
  })
  .meta({ title: 'towerctl plan --format json', description: 'Version 1' });

export type PlanJson = z.infer<typeof planJsonSchema>;

// Stops at free JSON, which has no end.
type DeepReadonly<Value> = Json extends Value
  ? Value
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value;
type Accepts<To, From extends To> = From;
type Contract = DeepReadonly<z.infer<typeof plan>>;
/** Do not compile when the model has grown or changed and the contract has not followed. */
export type PlanInContract = Accepts<Contract, Plan>;
export type NothingLeftOut = Accepts<keyof Contract, keyof Plan>;

/** JSON Schema (draft 2020-12), for docs/reference/plan.schema.json. */
export function planContract(): JsonObject {
  const schema = z.toJSONSchema(planJsonSchema, { io: 'output' });
  return JSON.parse(JSON.stringify(schema)) as JsonObject;
}
