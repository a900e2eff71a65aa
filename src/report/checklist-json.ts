import { type Checklist, VERDICTS } from '../checklist/verdict.js';
import type { Render } from './style.js';

/** Version of the contract in checklist-schema.ts, which is not imported here: a report does not need the schema library. */
export const CHECKLIST_JSON_VERSION = 1;

export function checklistJson({ rows, seconds, calls, ...rest }: Checklist): object {
  const counts = VERDICTS.map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict).length]);
  return {
    version: CHECKLIST_JSON_VERSION,
    ...rest,
    counts: Object.fromEntries(counts),
    rows,
    read: { seconds, calls },
  };
}

/** The documented contract: docs/reference/checklist.schema.json. Values are exact: nothing is cut, masked or reworded. */
export const jsonChecklist: Render<Checklist> = (checklist) => JSON.stringify(checklistJson(checklist), null, 2);
