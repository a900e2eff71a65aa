import { z } from 'zod';
import type { JsonObject } from '../../../model.js';
import { CATALOG } from './catalog/index.js';
import { type CatalogControl, IMPLEMENTATIONS, implementationOf } from './catalog/record.js';

/**
 * A user's own catalog: what `aws controlcatalog list-controls` prints. An element may also carry what only `get-control` tells
 * (RegionConfiguration, Parameters); where it does not, our own table is asked, and then the implementation.
 */
const text = z.string().min(1);
const element = z.looseObject({
  Arn: z.string().regex(/^arn:aws[-a-z]*:controlcatalog:::control\/[0-9a-z]+$/, 'is not the ARN of a control'),
  Name: text,
  Description: z.string().optional(),
  Aliases: z.array(text).optional(),
  Behavior: z.enum(['PREVENTIVE', 'DETECTIVE', 'PROACTIVE']).optional(),
  Severity: z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']).optional(),
  Implementation: z.looseObject({ Type: text, Identifier: text.optional() }).optional(),
  CreateTime: z.union([z.string(), z.number()]).optional(),
  GovernedResources: z.array(z.string()).optional(),
  RegionConfiguration: z
    .looseObject({ Scope: z.enum(['GLOBAL', 'REGIONAL']), DeployableRegions: z.array(text).optional() })
    .optional(),
  Parameters: z.array(z.looseObject({ Name: text, Requirement: z.string().optional() })).optional(),
});
const listing = z.looseObject({ Controls: z.array(element).min(1, 'lists no control') });
type Element = z.output<typeof element>;

const known = new Map(CATALOG.map((control) => [control.id, control]));

/**
 * Our own table still gives what the listing leaves out: which controls are mandatory, parameters, aliases.
 *
 * @throws Error that lists every problem with its place, the first twenty.
 */
export function parseCatalog(given: JsonObject): readonly CatalogControl[] {
  const parsed = listing.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues
      .slice(0, 20)
      .map(({ path, message }) => `  ${path.join('.') || 'file'}: ${message}`);
    throw new Error(['not the output of `aws controlcatalog list-controls`:', ...lines].join('\n'));
  }
  const controls = parsed.data.Controls.map(recordOf);
  const twice = controls.find((control, index) => controls.findIndex(({ id }) => id === control.id) < index);
  if (twice) throw new Error(`the control ${twice.id} is listed twice`);
  // Control Tower enables these by itself whatever a catalog lists.
  const listed = new Set(controls.map(({ id }) => id));
  return [
    ...controls,
    ...CATALOG.filter(
      ({ id, guidance }) => guidance !== 'elective' && !listed.has(id) && guidance !== 'strongly-recommended',
    ),
  ];
}

function recordOf(given: Element): CatalogControl {
  const id = given.Arn.slice(given.Arn.lastIndexOf('/') + 1);
  const own = known.get(id);
  const implementation = given.Implementation?.Type ?? own?.implementation;
  const form = implementationOf(implementation === undefined ? {} : { implementation });
  const behavior = given.Behavior ?? own?.behavior ?? (form && IMPLEMENTATIONS[form].behavior);
  const severity = given.Severity ?? own?.severity;
  const identifier = given.Implementation?.Identifier ?? own?.identifier;
  const regions = given.RegionConfiguration?.DeployableRegions ?? own?.regions;
  const parameters = parametersOf(given, own, form);
  const createdAt = createdOf(given.CreateTime) ?? own?.createdAt;
  return {
    id,
    aliases: given.Aliases ?? own?.aliases ?? [],
    name: given.Name,
    description: given.Description ?? `${given.Name}.`,
    guidance: own?.guidance ?? 'elective',
    scope: given.RegionConfiguration?.Scope ?? own?.scope ?? (form ? IMPLEMENTATIONS[form].scope : 'REGIONAL'),
    ...(behavior === undefined ? {} : { behavior }),
    ...(severity === undefined ? {} : { severity }),
    ...(implementation === undefined ? {} : { implementation }),
    ...(identifier === undefined ? {} : { identifier }),
    ...(own?.appliesTo === undefined ? {} : { appliesTo: own.appliesTo }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(regions === undefined ? {} : { regions }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(given.GovernedResources === undefined ? {} : { governedResources: given.GovernedResources }),
  };
}

/** Rules, checks and hooks take none; what a policy takes that nobody told of is not known. */
function parametersOf(
  given: Element,
  own: CatalogControl | undefined,
  form: ReturnType<typeof implementationOf>,
): CatalogControl['parameters'] {
  if (given.Parameters) {
    return given.Parameters.map(({ Name, Requirement }) => ({
      name: Name,
      required:
        Requirement === 'REQUIRED' || (own?.parameters?.some((each) => each.name === Name && each.required) ?? false),
    }));
  }
  if (own) return own.parameters;
  return form === 'scp' || form === 'rcp' || form === undefined ? undefined : [];
}

/** The CLI prints a date, the wire has seconds. */
function createdOf(given: string | number | undefined): string | undefined {
  if (given === undefined) return undefined;
  const at = typeof given === 'number' ? given * 1_000 : Date.parse(given);
  return Number.isFinite(at) ? new Date(at).toISOString() : undefined;
}
