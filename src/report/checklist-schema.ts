import { z } from 'zod';
import type { ChecklistRow } from '../checklist/verdict.js';
import type { JsonObject } from '../model.js';
import { CHECKLIST_JSON_VERSION } from './checklist-json.js';

// The contract of `towerctl checklist --format json`. Within a version members are only added, and a consumer ignores
// what it does not know; removing or changing one makes the next version.

const verdict = z.enum(['met', 'partly', 'not met', 'blocked', 'unknown', 'not assessed']);

const row = z.object({
  id: z.string().describe('Stable: `1A-4`'),
  title: z.string(),
  judged: z.string().describe('What the verdict is judged by'),
  verdict: verdict.describe('`not assessed`: this version does not read it; it never counts as met'),
  count: z.object({ met: z.int(), of: z.int(), noun: z.string().describe('`account`, `unit`, `service`') }).optional(),
  evidence: z.array(
    z.object({
      state: z.enum(['met', 'not met', 'unknown', 'note']),
      text: z.string(),
      about: z.array(z.string()).optional().describe('Names of accounts, units or services, all of them'),
      every: z.boolean().optional().describe('True when it is about all that the row counts'),
    }),
  ),
  advice: z.array(z.string()).describe('What to do, a sentence each'),
  manifest: z.string().optional().describe('Lines of a manifest that would do it, YAML'),
  missingPermissions: z.array(z.string()).describe('IAM actions that were denied'),
});

export const checklistJsonSchema = z
  .object({
    version: z.literal(CHECKLIST_JSON_VERSION),
    organizationId: z.string().optional(),
    manifest: z.string().optional().describe('Name of the manifest, where one was given'),
    controlTower: z.string().describe('`landing zone 4.0`, `no landing zone`'),
    counts: z.record(verdict, z.int()),
    rows: z.array(row),
    read: z.object({
      seconds: z.number(),
      calls: z.array(z.object({ api: z.string(), calls: z.int(), throttled: z.int() })),
    }),
  })
  .meta({ title: 'towerctl checklist --format json', description: 'Version 1' });

export type ChecklistJson = z.infer<typeof checklistJsonSchema>;

type DeepReadonly<Value> = Value extends object ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> } : Value;
type Accepts<To, From extends To> = From;
type Contract = DeepReadonly<z.infer<typeof row>>;
/** Do not compile when the model has grown or changed and the contract has not followed. */
export type RowInContract = Accepts<Contract, ChecklistRow>;
export type NothingLeftOut = Accepts<keyof Contract, keyof ChecklistRow>;

/** JSON Schema (draft 2020-12), for docs/reference/checklist.schema.json. */
export function checklistContract(): JsonObject {
  const schema = z.toJSONSchema(checklistJsonSchema, { io: 'output' });
  return JSON.parse(JSON.stringify(schema)) as JsonObject;
}
