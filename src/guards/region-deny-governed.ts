import { listOf, readStatements, type Statement } from '../iam/document.js';
import { comparisonOf, matchesAny } from '../iam/operators.js';
import type { Address, NodeName } from '../model.js';
import { ownControls } from './controls.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { expandDocument, indexAfter, listing, nodeLabel, specAfter } from './picture.js';

const REGION_CONTROL = 'CT.MULTISERVICE.PV.1';

/** What lets requests through to these Regions only, at a place. */
interface Fence {
  readonly address: Address;
  readonly what: string;
  readonly target: NodeName;
  readonly lets: (region: string) => boolean;
}

function* controlFences(input: GuardInput): Generator<Fence> {
  for (const { address, control, target, parameters } of ownControls(input)) {
    const allowed = control === REGION_CONTROL ? listOf(parameters['AllowedRegions']) : undefined;
    if (allowed) yield { address, what: control, target, lets: (region) => allowed.includes(region) };
  }
}

/** A Deny with NotAction (global services excepted) or of everything, outside a list of Regions. */
function fenceOf(statement: Statement): ((region: string) => boolean) | undefined {
  if (statement.effect !== 'Deny' || !(statement.notActions || statement.actions?.includes('*'))) return undefined;
  const clauses = statement.clauses.filter(({ key }) => key.toLowerCase() === 'aws:requestedregion');
  const fences = clauses.flatMap(({ operator, values }) => {
    const comparison = comparisonOf(operator);
    return comparison?.negated ? [(region: string) => matchesAny(comparison, values, region) !== 'no'] : [];
  });
  return fences.length === 0 ? undefined : (region) => fences.some((lets) => lets(region));
}

function* policyFences(input: GuardInput): Generator<Fence> {
  const written = new Set(input.changes.filter((change) => specAfter(change)).map(({ address }) => address));
  for (const { address, policy, type, name, target, document } of indexAfter(input).attachments) {
    const ours = [address, policy].some((each) => written.has(each) || input.declared?.has(each) === true);
    if (type !== 'scp' || !ours || !document || name.startsWith('aws-guardrails-')) continue;
    for (const statement of readStatements(expandDocument(input, document))) {
      const lets = fenceOf(statement);
      if (lets) yield { address: policy, what: `the SCP "${name}"`, target, lets };
    }
  }
}

export const regionDenyGoverned: Guard = {
  code: 'region-deny-governed',
  title: 'A Region that the landing zone governs would be denied',
  reason:
    'Control Tower works in its home Region and in every governed Region: its roles, AWS Config recording, detective and proactive controls and what StackSets lay there. A Region deny that leaves out the home Region breaks enrolment and the baselines of the units under it; one that leaves out another governed Region leaves resources there that nobody may touch any more, and controls that report on them. Control Tower itself refuses to leave out the home Region in its own Region deny, but checks nothing in `CT.MULTISERVICE.PV.1` or in a policy. Source: [OU Region deny](https://docs.aws.amazon.com/controltower/latest/controlreference/ou-region-deny.html), [how Regions work](https://docs.aws.amazon.com/controltower/latest/userguide/region-how.html).',
  allowance: 'An allowance at the control or the policy says that nothing governed lives there.',
  *check(input): Iterable<Finding> {
    const { landingZone, homeRegion } = input;
    const there = landingZone?.state === 'there' ? landingZone : undefined;
    // Without Control Tower a home Region is only where the manifest says it would be.
    if (!there && !input.changes.some(({ kind }) => kind === 'enabled-control' || kind === 'enabled-baseline')) return;
    const governed = there?.governedRegions ?? [];
    for (const { address, what, target, lets } of [...controlFences(input), ...policyFences(input)]) {
      const denied = [...new Set([...(homeRegion === undefined ? [] : [homeRegion]), ...governed])].filter(
        (region) => !lets(region),
      );
      if (denied.length === 0) continue;
      const home = homeRegion !== undefined && denied.includes(homeRegion);
      yield {
        address,
        severity: home ? 'error' : 'warning',
        message: `${what} denies ${listing(denied)} on ${nodeLabel(target)}, ${home ? `and ${homeRegion} is the home Region of Control Tower` : 'which the landing zone governs'}`,
        hint: `Allow ${denied.join(', ')} too${home ? '' : ', or stop governing what is not used'}.`,
      };
    }
  },
};
