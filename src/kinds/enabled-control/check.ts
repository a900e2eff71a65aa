import { faultOf } from '../../aws/faults.js';
import { catalogIdOf, KNOWN_ALIASES } from '../../facts/controls.js';
import type { LiveContext } from '../../kind.js';
import { didYouMean } from '../../manifest/problems.js';
import type { Address, Desired } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { identifierOf } from './identify.js';
import type { SeenControls } from './read.js';
import { partsOf } from './spec.js';

type Context = LiveContext<Surroundings>;

/** What only AWS's catalog can tell about the manifest: whether a control exists, what its parameters are called. */
export async function checkDeclared(context: Context, seen: SeenControls): Promise<void> {
  const byControl = new Map<string, Desired[]>();
  for (const desired of context.declared.values()) {
    const { control } = partsOf(desired.address);
    byControl.set(control, [...(byControl.get(control) ?? []), desired]);
  }
  checkTwice(context, seen);
  await Promise.all([...byControl].map(([control, entries]) => checkControl(context, seen, control, entries)));
}

async function checkControl(
  context: Context,
  { home, names }: SeenControls,
  control: string,
  entries: readonly Desired[],
): Promise<void> {
  if (names.catalog && !names.record(control) && catalogIdOf(control) === undefined) {
    const aliases = names.catalog.flatMap((record) => record.aliases);
    sayEach(context, entries, {
      code: 'control-unknown',
      message: `there is no control "${control}" in the catalog of this Region`,
      hint:
        didYouMean(control, [...aliases, ...KNOWN_ALIASES]) ??
        'look it up with `aws controlcatalog list-controls`; controls are renamed now and then',
    });
    return;
  }
  const asked = entries.flatMap(parameterNames);
  const arn = identifierOf(control, home, names);
  if (asked.length === 0 || arn === undefined) return;
  const known = await parametersOf(context, arn);
  if (known === undefined) return;
  for (const name of new Set(asked.filter((parameter) => !known.includes(parameter)))) {
    const takes = known.length === 0 ? 'it takes none' : `it takes ${known.join(', ')}`;
    const wrong = entries.filter((entry) => parameterNames(entry).includes(name));
    sayEach(context, wrong, {
      code: 'control-parameter',
      message: `${control} has no parameter "${name}": ${takes}`,
      hint: didYouMean(name, known) ?? 'remove it; names are written as in the catalog',
    });
  }
}

function parameterNames({ spec }: Desired): string[] {
  const parameters = spec['parameters'];
  return typeof parameters === 'object' && parameters !== null ? Object.keys(parameters) : [];
}

/** Undefined where AWS does not tell: then AWS judges when the control is enabled. */
async function parametersOf({ aws }: Context, arn: string): Promise<readonly string[] | undefined> {
  try {
    return (await aws.controlCatalog.control(arn)).parameters;
  } catch (error) {
    if (['gone', 'denied', 'refused'].includes(faultOf(error).class)) return undefined;
    throw error;
  }
}

/** The same line of the manifest stands behind many units: it is told once. */
function sayEach(
  context: Context,
  entries: readonly Desired[],
  problem: { readonly code: string; readonly message: string; readonly hint: string },
): void {
  const said = new Set<string>();
  for (const { origin, address } of entries) {
    const place = `${origin.file}:${origin.line}:${origin.column}`;
    if (said.has(place)) continue;
    said.add(place);
    context.problem({ ...problem, origin, address });
  }
}

/** Written by its alias here and by its ARN there: only the catalog knows that both are one. */
function checkTwice(context: Context, { names }: SeenControls): void {
  const first = new Map<string, Address>();
  for (const { address, origin } of context.declared.values()) {
    const { control, target } = partsOf(address);
    const same = `${names.identity(control)}@${target}`;
    const other = first.get(same);
    if (other === undefined) first.set(same, address);
    else {
      context.problem({
        code: 'contradiction',
        address,
        origin,
        message: `${address} and ${other} are the same control under two names`,
        hint: 'write it once, by its alias',
      });
    }
  }
}
