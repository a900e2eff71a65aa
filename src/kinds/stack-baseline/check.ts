import type { SectionFinding } from '../../kind.js';
import { suggestion } from '../../manifest/problems.js';
import type { BaselineEntry, StackBaselines, WrittenValue } from './entry.js';

type Path = readonly (string | number)[];

/** The StackSet's name in AWS. */
export function stackSetNameOf(key: string, entry: Pick<BaselineEntry, 'name'>): string {
  return entry.name ?? `towerctl-${key}`;
}

export function isOutput(value: WrittenValue): value is Extract<WrittenValue, { output: string }> {
  return typeof value === 'object' && !Array.isArray(value) && 'output' in value;
}

/** `network.VpcId` -> `network`. */
export function baselineOfOutput(output: string): string {
  return output.slice(0, output.indexOf('.'));
}

/** What looks at several baselines at once: names used twice, references that lead nowhere or in a circle. */
export function* checkBaselines(section: StackBaselines): Generator<SectionFinding> {
  const names = new Map<string, string>();
  for (const [key, entry] of Object.entries(section)) {
    const name = stackSetNameOf(key, entry);
    const first = names.get(name);
    if (first !== undefined) {
      yield {
        path: [key],
        first: [first],
        message: `a second baseline of the StackSet "${name}"`,
        hint: 'give one of the two another name:',
      };
    }
    names.set(name, first ?? key);
    yield* checkReferences(section, key, entry);
    yield* checkPermissions(key, entry);
  }
  yield* checkCircles(section);
}

/** Baselines that an entry refers to, with the place of each reference. */
export function* referencesOf(entry: BaselineEntry): Generator<{ readonly baseline: string; readonly path: Path }> {
  for (const [index, baseline] of (entry.after ?? []).entries()) yield { baseline, path: ['after', index] };
  for (const { path, value } of valuesOf(entry)) {
    if (isOutput(value)) yield { baseline: baselineOfOutput(value.output), path: [...path, 'output'] };
  }
}

/** Every parameter value of an entry, overrides included. */
export function* valuesOf(entry: BaselineEntry): Generator<{ name: string; value: WrittenValue; path: Path }> {
  for (const [name, value] of Object.entries(entry.parameters ?? {})) yield { name, value, path: ['parameters', name] };
  for (const [index, override] of (entry.overrides ?? []).entries()) {
    for (const [name, value] of Object.entries(override.parameters)) {
      yield { name, value, path: ['overrides', index, 'parameters', name] };
    }
  }
}

function* checkReferences(section: StackBaselines, key: string, entry: BaselineEntry): Generator<SectionFinding> {
  for (const { baseline, path } of referencesOf(entry)) {
    if (Object.hasOwn(section, baseline)) {
      if (section[baseline]?.remove === true && entry.remove !== true) {
        yield { path: [key, ...path], message: `refers to the baseline "${baseline}", which is to be removed` };
      }
      continue;
    }
    const near = suggestion(baseline, Object.keys(section));
    yield {
      path: [key, ...path],
      message: `there is no baseline "${baseline}" under stackBaselines`,
      hint: near === undefined ? 'declare it, or remove the reference' : `did you mean "${near}"?`,
    };
  }
}

/** What AWS takes for one of the two permission models only. */
function* checkPermissions(key: string, entry: BaselineEntry): Generator<SectionFinding> {
  if (entry.permissions === undefined || entry.permissions === 'service-managed') return;
  if (entry.autoDeploy !== undefined && entry.autoDeploy !== false) {
    yield {
      path: [key, 'autoDeploy'],
      message: 'automatic deployment is there for service-managed permissions only',
      hint: 'remove the line: new accounts come with the next run',
    };
  }
  if (entry.callAs !== undefined) {
    yield { path: [key, 'callAs'], message: 'a delegated administrator works with service-managed permissions only' };
  }
}

function* checkCircles(section: StackBaselines): Generator<SectionFinding> {
  const done = new Set<string>();
  for (const start of Object.keys(section)) {
    const circle = circleFrom(section, start, [], done);
    if (!circle) continue;
    yield {
      path: [circle.at, ...circle.path],
      message: `the baselines wait for each other: ${circle.names.join(' -> ')}`,
      hint: 'remove one of the references',
    };
  }
}

interface Circle {
  readonly at: string;
  readonly path: Path;
  readonly names: readonly string[];
}

function circleFrom(
  section: StackBaselines,
  key: string,
  above: readonly string[],
  done: Set<string>,
): Circle | undefined {
  const entry = section[key];
  if (entry === undefined || done.has(key)) return undefined;
  const line = [...above, key];
  for (const { baseline, path } of referencesOf(entry)) {
    const begins = line.indexOf(baseline);
    if (begins >= 0) {
      for (const name of line) done.add(name);
      return { at: key, path, names: [...line.slice(begins), baseline] };
    }
    const found = circleFrom(section, baseline, line, done);
    if (found) return found;
  }
  done.add(key);
  return undefined;
}
