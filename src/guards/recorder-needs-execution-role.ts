import { REGISTERING } from '../kinds/enabled-baseline/spec.js';
import type { StackBaselineSpec } from '../kinds/stack-baseline/spec.js';
import type { JsonObject, NodeName } from '../model.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { ownBaselines } from './stack-baselines.js';

/** What the statement GRCONFIGENABLED keeps everybody from making or changing. */
const PROTECTED = ['AWS::Config::ConfigurationRecorder', 'AWS::Config::DeliveryChannel'];
const EXEMPT = 'AWSControlTowerExecution';
const NAMED = 5;

export const recorderNeedsExecutionRole: Guard = {
  code: 'recorder-needs-execution-role',
  title: 'A Config recorder that Control Tower’s own control denies',
  reason:
    'In every registered unit Control Tower attaches a service control policy (`GRCONFIGENABLED`) that denies putting, stopping and deleting configuration recorders and delivery channels to everybody but the role `AWSControlTowerExecution`. A service-managed StackSet works with `stacksets-exec-*`, so each of its stacks fails there. Source: [mandatory controls](https://docs.aws.amazon.com/controltower/latest/controlreference/mandatory-controls.html).',
  allowance: 'An allowance at the baseline says that the policy lets the role pass, or is not attached there.',
  *check(input): Iterable<Finding> {
    const units = registered(input);
    for (const { address, spec } of ownBaselines(input)) {
      const what = protectedIn(spec);
      if (what.length === 0 || spec.executionRole === EXEMPT) continue;
      const accounts = Object.keys(spec.instances).filter((account) =>
        input.after.organization.lineage(account as NodeName).some((node) => units.has(node)),
      );
      if (accounts.length === 0) continue;
      const names = accounts.slice(0, NAMED).map((account) => account.replace(/^account:/, ''));
      const more = accounts.length > NAMED ? ` and ${accounts.length - NAMED} more` : '';
      yield {
        address,
        message: `${spec.stackSet} makes ${what.join(', ')}, which Control Tower denies to ${spec.executionRole ?? 'service-managed StackSets'} in enrolled accounts: ${names.join(', ')}${more}`,
        hint: `Write permissions: { executionRole: ${EXEMPT} }, or leave these accounts out.`,
      };
    }
  },
};

function protectedIn({ template }: StackBaselineSpec): string[] {
  const resources = template['Resources'];
  if (resources === null || typeof resources !== 'object' || Array.isArray(resources)) return [];
  const types = Object.values(resources as JsonObject).map((resource) =>
    resource !== null && typeof resource === 'object' && !Array.isArray(resource)
      ? String((resource as JsonObject)['Type'])
      : '',
  );
  return PROTECTED.filter((type) => types.includes(type));
}

/** Units that are registered once the plan is done; the landing zone registers those of its own accounts. */
function registered({ after, landingZone }: GuardInput): ReadonlySet<NodeName> {
  const registering: readonly unknown[] = REGISTERING;
  const own = landingZone?.state === 'there' ? landingZone.securityUnits : [];
  return new Set([
    ...own,
    ...[...after.specs.values()].flatMap(({ kind, spec }) =>
      kind === 'enabled-baseline' && registering.includes(spec['baseline']) ? [String(spec['target']) as NodeName] : [],
    ),
  ]);
}
