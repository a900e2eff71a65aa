import { isObject, readStatements, type Statement } from '../iam/document.js';
import { actionCovers } from '../iam/pattern.js';
import type { Address, JsonObject } from '../model.js';
import { controlsOf, overlap, ownControls, type PicturedControl } from './controls.js';
import { type Mark, TWINS } from './data/control-twins.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { type Attached, expandDocument, indexAfter, nodeLabel, typeLabel } from './picture.js';
import { singlesOutRoot } from './root-deny-exempts-assume-root.js';

/** Where the document does what the mark says, in words; undefined where it does not. */
function found(document: JsonObject, mark: Mark): string | undefined {
  if (mark.type === 'declarative-ec2') {
    const settings = document['ec2_attributes'];
    return isObject(settings) && mark.setting in settings ? `ec2_attributes.${mark.setting}` : undefined;
  }
  const statements = readStatements(document);
  const index = statements.findIndex((statement) => statement.effect === 'Deny' && matches(statement, mark));
  return index < 0 ? undefined : (statements[index]?.sid ?? `Statement[${index}]`);
}

function matches(statement: Statement, mark: Exclude<Mark, { type: 'declarative-ec2' }>): boolean {
  if ('root' in mark) {
    const all = mark.root === '*' ? statement.actions?.includes('*') : names(statement, mark.root);
    return singlesOutRoot(statement) && all === true;
  }
  if ('denies' in mark) return names(statement, mark.denies);
  const asks = statement.clauses.some(({ key }) => key.toLowerCase() === mark.key.toLowerCase());
  return asks && (mark.service === undefined || speaksOf(statement, mark.service));
}

/** A wildcard over everything is about something else. */
function names({ actions }: Statement, action: string): boolean {
  return actions?.some((pattern) => pattern !== '*' && actionCovers(pattern, action)) === true;
}

function speaksOf({ actions }: Statement, service: string): boolean {
  return actions?.some((action) => action === '*' || action.toLowerCase().startsWith(`${service}:`)) === true;
}

/** Policies that this manifest writes or declares. Control Tower's own are how its controls look from below. */
function ownAttachments(input: GuardInput): readonly Attached[] {
  const written = new Set<Address>();
  for (const { action, address } of input.changes) if (action !== 'notice' && action !== 'remove') written.add(address);
  const isOurs = (address: Address): boolean => written.has(address) || input.declared?.has(address) === true;
  return indexAfter(input).attachments.filter(
    ({ policy, address, name }) => !name.startsWith('aws-guardrails-') && (isOurs(policy) || isOurs(address)),
  );
}

/** A control is looked at whoever enabled it: the policy is ours, and so is the question. */
function* pairs(input: GuardInput): Generator<{ control: PicturedControl; attached: Attached; mark: Mark }> {
  const attachments = ownAttachments(input);
  for (const control of controlsOf(input.after)) {
    const mark = TWINS[control.control];
    if (mark === undefined) continue;
    for (const attached of attachments) {
      if (attached.type === mark.type && overlap(input.after.organization, control.target, attached.target))
        yield { control, attached, mark };
    }
  }
}

export const twoOwners: Guard = {
  code: 'two-owners',
  title: 'A control of Control Tower and a policy of the manifest hold the same knob',
  reason:
    'Two policies on one setting are changed apart and read as one. Where both set a value (declarative policies for EC2) one of them loses: Control Tower reports its control as ineffective (`CONTROL_INEFFECTIVE`), and a later change of either has no effect or an unexpected one, which is an error. Where both deny, the stricter wins (two lists of Regions: a Region must be on both), slots and characters are spent twice, and taking one away protects as before while everybody thinks it does not: a warning. Source: [Control Tower: governance drift](https://docs.aws.amazon.com/controltower/latest/userguide/governance-drift.html), [SCP evaluation](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html).',
  allowance: 'An allowance at the control (`control:CT.EC2.PV.8@unit:Workloads`) says that both are meant.',
  *check(input): Iterable<Finding> {
    const own = new Set(ownControls(input).map(({ address }) => address));
    for (const { control, attached, mark } of pairs(input)) {
      const where = attached.document && found(expandDocument(input, attached.document), mark);
      if (where === undefined) continue;
      const whose = own.has(control.address) ? '' : ', which was not enabled by this manifest,';
      yield {
        address: control.address,
        severity: mark.type === 'declarative-ec2' ? 'error' : 'warning',
        message: `${control.control} on ${nodeLabel(control.target)}${whose} and the ${typeLabel(attached.type)} "${attached.name}" on ${nodeLabel(attached.target)} (${where}) rule the same thing`,
        hint: 'Keep one owner: take the control away, or the part of the policy.',
      };
    }
  },
};
