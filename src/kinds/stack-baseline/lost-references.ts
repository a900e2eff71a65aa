import type { LiveContext } from '../../kind.js';
import type { Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import type { ManagementStackSpec, ParameterValue, StackBaselineSpec } from './spec.js';

type Spec = ManagementStackSpec | (StackBaselineSpec & { readonly region?: undefined });

/**
 * SSM parameters that are not there, or are secret, said before the first write of the whole plan: what is declared and
 * not made yet has never looked them up. One call for ten of them, and none where nothing is written.
 */
export async function sayLostReferences(
  { aws, problem }: LiveContext<Surroundings>,
  changes: readonly Change[],
): Promise<void> {
  const asked = changes.flatMap((change) =>
    sends(change) ? ssmNamesOf(change.to).map((name) => ({ change, name })) : [],
  );
  if (asked.length === 0) return;
  const found = await aws.ssm.parameters([...new Set(asked.map(({ name }) => name))]);
  for (const { change, name } of asked) {
    const type = found.get(name)?.type;
    if (type !== undefined && type !== 'SecureString') continue;
    problem({
      code: 'baseline-parameter',
      address: change.address,
      ...(change.origin && { origin: change.origin }),
      message:
        type === undefined
          ? `there is no SSM parameter ${name} in the management account, in the home Region`
          : `the SSM parameter ${name} is a SecureString, whose value must not go into a StackSet`,
      hint:
        type === undefined
          ? 'create it, or correct the name'
          : `let the template look it up by itself: {{resolve:ssm-secure:${name}}}, or in Secrets Manager`,
    });
  }
}

type Sending = Extract<Change<Spec>, { readonly to: unknown }>;

/** A change of these kinds holds specs of these kinds. */
function sends(change: Change): change is Sending & Change {
  const ours = change.kind === 'stack-baseline' || change.kind === 'management-stack';
  return ours && ['create', 'update', 'replace', 'repair', 'adopt'].includes(change.action);
}

function ssmNamesOf(spec: Spec): string[] {
  const overrides = 'overrides' in spec ? Object.values(spec.overrides ?? {}) : [];
  return [spec.parameters, ...overrides].flatMap((values) => Object.values(values).flatMap(ssmName));
}

function ssmName(value: ParameterValue): readonly string[] {
  return typeof value === 'object' && 'ssm' in value ? [value.ssm] : [];
}
