import { controlFacts } from '../facts/controls.js';
import { REGISTERING } from '../kinds/enabled-baseline/spec.js';
import type { NodeName } from '../model.js';
import type { Finding, Guard, GuardInput } from './guard.js';

const MOST_NAMED = 5;

/** What is still there when the registration goes, each with what it is. */
function* leftovers(input: GuardInput, unit: NodeName): Generator<readonly [string, readonly string[]]> {
  const { organization, specs } = input.after;
  yield ['accounts', organization.children(unit).filter((node) => node.startsWith('account:'))];
  const nested: string[] = [];
  const controls: string[] = [];
  for (const { kind, spec } of specs.values()) {
    const target = String(spec['target']);
    const registers = REGISTERING.some((name) => name === spec['baseline']);
    if (kind === 'enabled-baseline' && registers && organization.isBelow(target as NodeName, unit)) nested.push(target);
    if (kind !== 'enabled-control' || target !== unit) continue;
    const control = String(spec['control']);
    if (!controlFacts(control).mandatory) controls.push(control);
  }
  yield ['registered units below it', nested];
  yield ['optional controls', controls];
}

export const deregistrationRefused: Guard = {
  code: 'deregistration-refused',
  title: 'A unit would lose its registration while something still stands on it',
  reason:
    'Control Tower disables a baseline only on a unit without accounts, without registered units below it and without optional controls; with them the operation is begun and fails. Sources: [console and API](https://docs.aws.amazon.com/controltower/latest/userguide/console-vs-api-baseline.html), [baseline API examples](https://docs.aws.amazon.com/controltower/latest/userguide/baseline-api-examples.html).',
  allowance:
    'There is none: Control Tower itself refuses. Move the accounts out, and take the controls and the registrations below away in the same plan.',
  absolute: true,
  *check(input): Iterable<Finding> {
    for (const change of input.changes) {
      if (change.kind !== 'enabled-baseline' || change.action !== 'remove') continue;
      const unit = String(change.from['target']) as NodeName;
      if (!REGISTERING.some((name) => name === change.from['baseline'])) continue;
      for (const [what, found] of leftovers(input, unit)) {
        if (found.length === 0) continue;
        const rest = found.length - MOST_NAMED;
        yield {
          address: change.address,
          ...(change.origin && { origin: change.origin }),
          message: `${unit} still has ${what}: ${found.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`,
          hint: 'Move or remove them first, or keep the baseline.',
        };
      }
    }
  },
};
