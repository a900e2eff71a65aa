import { z } from 'zod';
import { BASELINES } from '../../facts/baselines.js';
import type { SectionFinding } from '../../kind.js';
import { says } from '../../manifest/fields.js';
import { suggestion } from '../../manifest/problems.js';
import { REGISTERING } from './spec.js';

const NAMES = BASELINES.map(({ name }) => name);

const baselineName = nameAmong(NAMES);
const baselineWord = nameAmong([...NAMES, 'off']);

/** Text first, then its value: a list or a map is told apart from it by its type. */
function nameAmong(words: readonly string[]) {
  return z
    .string()
    .superRefine((name, context) => {
      if (words.includes(name)) return;
      const near = suggestion(name, words);
      const hint =
        near === undefined
          ? `units take ${words.join(', ')}; other baselines belong to the landing zone`
          : `did you mean "${near}"?`;
      context.addIssue({ code: 'custom', message: says('is not a baseline of units', hint) });
    })
    .meta({ enum: [...words] });
}

const oneBaseline = z
  .strictObject({
    name: baselineName.describe(`Which baseline: ${NAMES.join(', ')}.`),
    version: z
      .string()
      .max(10)
      .regex(/^\d+(\.\d+){0,2}$/, { error: says('is not a version', 'write it as AWS does, in quotes: "5.0"') })
      .optional()
      .describe('Its version; absent = the one that goes with the landing zone.'),
    state: z.literal('off').optional().describe('`off`: this baseline is disabled on the unit.'),
    onDrift: z
      .enum(['report', 'reset'])
      .optional()
      .describe(
        '`reset` registers the unit again when accounts in it do not have the baseline, `report` only says so; absent = reset for accounts that this manifest places, report for all others.',
      ),
    adopt: z.boolean().optional().describe('Take it over although its version differs from what is asked for here.'),
  })
  .meta({ id: 'UnitBaseline' });

/** What a unit says about baselines. */
export const baselineField = z
  .union([baselineWord, oneBaseline, z.array(z.union([baselineName, oneBaseline])).min(1)])
  .describe(
    'Registers the unit with Control Tower: `AWSControlTowerBaseline`, `ConfigBaseline`, a map with a version, a list of several; `off` takes the registration away, and nothing else does.',
  );

export type BaselineEntry = z.infer<typeof baselineField>;

export interface BaselineWish {
  readonly name: string;
  readonly version?: string;
  readonly onDrift?: 'report' | 'reset';
  readonly adopt?: boolean;
  readonly off?: true;
  /** Inside the field: nothing for a single one. */
  readonly path: readonly number[];
}

/** The baselines of one unit, one by one; `off` rules out every one of them. */
export function baselinesOf(entry: BaselineEntry | undefined): BaselineWish[] {
  if (entry === undefined) return [];
  if (entry === 'off') return NAMES.map((name) => ({ name, off: true, path: [] }));
  if (!Array.isArray(entry)) return [wish(entry, [])];
  return entry.map((one, index) => wish(one, [index]));
}

function wish(one: string | z.infer<typeof oneBaseline>, path: readonly number[]): BaselineWish {
  if (typeof one === 'string') return { name: one, path };
  const { name, version, onDrift, adopt, state } = one;
  return {
    name,
    path,
    ...(version !== undefined && { version }),
    ...(onDrift && { onDrift }),
    ...(adopt && { adopt }),
    ...(state === 'off' && { off: true as const }),
  };
}

export function* checkBaselines(
  entry: BaselineEntry | undefined,
  path: readonly (string | number)[],
): Iterable<SectionFinding> {
  const seen = new Map<string, readonly number[]>();
  for (const one of entry === 'off' ? [] : baselinesOf(entry)) {
    const first = seen.get(one.name);
    if (first)
      yield { path: [...path, ...one.path], first: [...path, ...first], message: `"${one.name}" a second time` };
    seen.set(one.name, one.path);
  }
  const registering = baselinesOf(entry).filter(({ name, off }) => !off && REGISTERING.some((other) => other === name));
  const [first, second] = registering;
  if (first && second && first.name !== second.name) {
    yield {
      path: [...path, ...second.path],
      message: `"${second.name}" beside "${first.name}"`,
      hint: 'a unit has one of the two: AWSControlTowerBaseline does all that ConfigBaseline does',
    };
  }
}
