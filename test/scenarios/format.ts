import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Seed } from '../../src/simulator/index.js';

const fault = z.looseObject({ operation: z.string() });

const edit = z.strictObject({
  call: z.string(),
  with: z.record(z.string(), z.unknown()).default({}),
  /** What the call to Control Tower begins is still going on when the story continues. */
  running: z.boolean().default(false),
  /** How it goes wrong for them. */
  fault: fault.optional(),
});

/** What scenario.yaml may say. README.md beside this file tells what each key does. */
const scenarioSchema = z.strictObject({
  title: z.string(),
  /** The user's story, one sentence. */
  why: z.string(),
  /** `default`, `none`, or a seed file in the folder. */
  seed: z.string().default('default'),
  /** More about the landing zone than the seed file says, or something else. */
  landingZone: z.record(z.string(), z.unknown()).optional(),
  /** StackSets that are there from the start, beside what the seed file says; units by path. */
  stackSets: z.array(z.record(z.string(), z.unknown())).optional(),
  /** Who can sign in, AWS Config and Identity Center, beside what the seed file says, as in a seed file. */
  rootUsers: z.record(z.string(), z.unknown()).optional(),
  iamUsers: z.record(z.string(), z.unknown()).optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  identityCenter: z.record(z.string(), z.unknown()).optional(),
  /** How long AWS's slow operations take; the unkind preset's two polls unless told. */
  pace: z.strictObject({ kind: z.literal('time'), ms: z.int() }).optional(),
  /** Under a pace of time: each operation of Control Tower takes what it was seen to take. */
  durations: z.literal('observed').optional(),
  /** `absent`: no member has the role that reads, which all have else. */
  readRole: z.literal('absent').optional(),
  /** Manifests that our engine applies first, in this order. */
  before: z.array(z.string()).default([]),
  /** What somebody else does after that, by the AWS API. */
  edits: z.array(edit).default([]),
  /** Clock milliseconds between the edits and the plan: AWS's lists lag behind by two seconds. */
  restMs: z.int().default(60_000),
  manifest: z.string().default('manifest.yaml'),
  /** Replaces the variables file that the manifest names. */
  variables: z.string().optional(),
  scope: z.array(z.string()).default([]),
  /** As `--reset-drift`. */
  resetDrift: z.boolean().default(false),
  faults: z.strictObject({ plan: z.array(fault).default([]), apply: z.array(fault).default([]) }).prefault({}),
  /** What somebody else does after the plan was made and before it is applied. */
  meanwhile: z.array(edit).default([]),
  /** A second run is to finish what the first one left undone; after.txt is what it leaves. */
  finish: z.boolean().default(false),
  /** What somebody else does before that second run. */
  mended: z.array(edit).default([]),
  /** The plan that leads back is applied at the end, and must lead back. */
  undo: z.boolean().default(false),
  expect: z.strictObject({
    /** The manifest is refused when it is loaded: problems.txt, and nothing more happens. */
    manifest: z.literal('refused').optional(),
    /** Code and address of every problem of the plan, warnings included: `lockout policy-attachment:...`. */
    problems: z.array(z.string()).default([]),
    /** Each thing that the drift report must name, and what it must call it. Present = drift.txt is checked. */
    drift: z.record(z.string(), z.enum(['ours', 'undeclared', 'foreign'])).optional(),
    /** `refused`: not a single write. */
    apply: z.enum(['complete', 'incomplete', 'refused']).optional(),
    /** Outcomes other than `done`. */
    outcomes: z.record(z.string(), z.string()).default({}),
    /** Changes that must be over in this order. */
    order: z.array(z.string()).default([]),
    /** What a second plan still holds, and why; nothing unless told. */
    again: z.strictObject({ plan: z.array(z.string()), because: z.string() }).optional(),
  }),
});

export type Scenario = z.infer<typeof scenarioSchema>;
export type EditCall = Pick<z.infer<typeof edit>, 'call' | 'with'> & Partial<z.infer<typeof edit>>;

/** @throws ZodError that names everything wrong with the file. */
export function readScenario(folder: string): Scenario {
  return scenarioSchema.parse(parse(readFileSync(join(folder, 'scenario.yaml'), 'utf8')));
}

/** Of the seed, said by the scenario itself. */
const BESIDE = ['stackSets', 'rootUsers', 'iamUsers', 'config', 'identityCenter'] as const;

type SeedKeys = Pick<Scenario, 'seed' | 'landingZone' | (typeof BESIDE)[number]>;

export function readSeed(folder: string, scenario: SeedKeys): Seed {
  const { seed, landingZone } = scenario;
  const beside = Object.fromEntries(
    BESIDE.flatMap((key) => (scenario[key] === undefined ? [] : [[key, scenario[key]]])),
  );
  const saysMore = landingZone !== undefined || Object.keys(beside).length > 0;
  if (seed === 'none' || (seed === 'default' && !saysMore)) return seed;
  if (seed === 'default') return { format: 1, ...(landingZone && { landingZone }), ...beside } as Seed;
  const read = parse(readFileSync(join(folder, seed), 'utf8')) as Readonly<Record<string, object>>;
  const zone = landingZone && { landingZone: { ...read['landingZone'], ...landingZone } };
  return { ...read, ...zone, ...beside } as Seed;
}
