import type { LiveContext } from '../../kind.js';
import type { Surroundings } from '../surroundings.js';
import type { OfSet } from './operation.js';
import { symbolicParameters } from './parameters.js';
import type { Cells, ParameterValues, StackBaselineSpec, TemplateDocument } from './spec.js';

type Overrides = NonNullable<StackBaselineSpec['overrides']>;

/**
 * Values that accounts have of their own. No list shows them: a call an instance. Accounts that the manifest gives such
 * values are asked in each of their Regions, and one that is not as declared speaks for the account; the others, which
 * should have none, in one Region: towerctl gives an account the same everywhere. Only where `overrides` is declared.
 */
export async function liveOverrides(
  context: LiveContext<Surroundings>,
  { stackSet, callAs }: OfSet,
  template: TemplateDocument,
  cells: Cells,
  declared: Overrides | undefined,
): Promise<Overrides | undefined> {
  if (!declared) return undefined;
  const found = await Promise.all(
    Object.entries(cells).map(async ([account, regions]) => {
      const id = context.names.tryIdOf(account as `account:${string}`);
      if (id === undefined) return undefined;
      const values = declared[account] ?? {};
      const asked = Object.hasOwn(declared, account) ? regions : regions.slice(0, 1);
      const everywhere = await Promise.all(
        asked.map(async (region) => {
          const instance = await context.aws.cloudFormation.stackInstance(stackSet, id, region, callAs);
          return symbolicParameters(context, instance?.parameterOverrides ?? [], values, template);
        }),
      );
      return [account, everywhere.find((one) => !sameValues(one, values)) ?? values] as const;
    }),
  );
  const known = found.filter((one) => one !== undefined);
  return Object.fromEntries(known.filter(([account, values]) => declared[account] || !sameValues(values, {})));
}

export function sameValues(one: ParameterValues, other: ParameterValues): boolean {
  return valuesKey(one) === valuesKey(other);
}

/** Equal values have equal keys. */
export function valuesKey(values: ParameterValues): string {
  return JSON.stringify(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
}
