import { readStatements } from '../iam/document.js';
import { allows, denying } from '../iam/evaluate.js';
import { summarizeStatement } from '../iam/summary.js';
import type { Verdict } from '../iam/verdict.js';
import type { Address, JsonObject, NodeName } from '../model.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { Reach } from './lockout-reach.js';
import { type Vital, vitals } from './lockout-requests.js';
import { type Attached, expandDocument, indexAfter, listing, nodeLabel, nodeOf, removals } from './picture.js';

/** One policy at one target, and one principal it stops. */
interface Stopped {
  readonly attached: Attached;
  readonly vital: Vital;
  readonly sure: string[];
  readonly unsure: string[];
  readonly by: Set<string>;
}

/** What the plan writes, what the manifest declares, and what a moved account comes under. */
function isChecked(input: GuardInput): (attached: Attached) => boolean {
  const touched = new Set<Address>();
  const entered = new Set<NodeName>();
  for (const change of input.changes) {
    if (change.action === 'notice' || change.action === 'remove' || change.action === 'expect') continue;
    touched.add(change.address);
    if (change.kind !== 'account' && change.kind !== 'organizational-unit') continue;
    const name = nodeOf(change.address);
    if (name) for (const node of input.after.organization.lineage(name)) entered.add(node);
  }
  return ({ address, policy, target }) =>
    touched.has(address) || touched.has(policy) || entered.has(target) || (input.declared?.has(address) ?? false);
}

function stoppedBy(attached: Attached, document: JsonObject, vital: Vital, found: Map<string, Stopped>): void {
  const denials = denying(document, vital.request).filter(
    ({ statement, verdict }) => verdict === 'yes' || !vital.wholly || statement.resources?.includes('*'),
  );
  if (denials.length === 0) return;
  const sure = denials.some(({ verdict }) => verdict === 'yes');
  if (!sure && !vital.strict) return;
  const entry = entryOf(found, attached, vital);
  (sure ? entry.sure : entry.unsure).push(vital.request.action);
  for (const { statement, verdict } of denials) {
    if (!sure || verdict === 'yes') entry.by.add(statement.sid ?? summarizeStatement(statement, 4));
  }
}

function entryOf(found: Map<string, Stopped>, attached: Attached, vital: Vital): Stopped {
  const key = `${attached.address} ${vital.who}`;
  const entry = found.get(key) ?? { attached, vital, sure: [], unsure: [], by: new Set<string>() };
  found.set(key, entry);
  return entry;
}

function findingOf(reach: Reach, { attached, vital, sure, unsure, by }: Stopped): Finding {
  const certain = sure.length > 0;
  const accounts = reach.accounts(attached.target).length;
  const where = attached.target.startsWith('account:')
    ? nodeLabel(attached.target)
    : `${nodeLabel(attached.target)} (${accounts} account${accounts === 1 ? '' : 's'})`;
  return {
    address: attached.address,
    severity: certain ? 'error' : 'warning',
    message: `${attached.name} ${certain ? 'stops' : 'may stop'} ${vital.who} at ${where} from ${listing(certain ? sure : unsure)} (${[...by].join('; ')})`,
    hint:
      vital.arn === undefined
        ? 'Leave this call out of the denied actions, or except it: BoolIfExists aws:PrincipalIsAWSService "false" lets services pass.'
        : `Except it: Condition: { ArnNotLike: { "aws:PrincipalArn": ["${vital.arn}"] } }.`,
  };
}

function* denyFindings(input: GuardInput, calls: readonly Vital[], reach: Reach): Generator<Finding> {
  const after = indexAfter(input);
  const checked = isChecked(input);
  const found = new Map<string, Stopped>();
  for (const attached of after.attachments) {
    if ((attached.type !== 'scp' && attached.type !== 'rcp') || !after.isOn(attached.type)) continue;
    if (attached.document === undefined || !checked(attached)) continue;
    const document = expandDocument(input, attached.document);
    if (readStatements(document).every(({ effect }) => effect === 'Allow')) continue;
    for (const vital of calls) {
      if (reach.binds(attached, vital) && !reach.isMeant(attached, vital)) stoppedBy(attached, document, vital, found);
    }
  }
  for (const stopped of found.values()) yield findingOf(reach, stopped);
}

/** Targets where FullAWSAccess is gone: the remaining policies are all that may be done below. */
function* allowListFindings(input: GuardInput, calls: readonly Vital[], reach: Reach): Generator<Finding> {
  const after = indexAfter(input);
  const checked = isChecked(input);
  const targets = new Set(after.attachments.filter(({ type }) => type === 'scp').map(({ target }) => target));
  const leavings = new Map(removals(input, 'policy-attachment').map(({ address }) => [String(address), address]));
  for (const target of targets) {
    const here = after.at(target, 'scp');
    const leaving = leavings.get(`policy-attachment:scp/FullAWSAccess@${target}`);
    // AWS attaches FullAWSAccess to a new target; a policy whose text is unknown may allow anything.
    if (here.some(({ name }) => name === 'FullAWSAccess') || !after.isOn('scp')) continue;
    if (input.after.organization.get(target)?.live !== true && leaving === undefined) continue;
    const texts = here.filter(({ name }) => !name.startsWith('aws-guardrails-')).map(({ document }) => document);
    const anchor = here.find(checked);
    if (texts.some((text) => text === undefined) || (anchor === undefined && leaving === undefined)) continue;
    const documents = texts.flatMap((text) => (text === undefined ? [] : [expandDocument(input, text)]));
    yield* missingAllows(reach, documents, calls, anchor ?? here[0], leaving);
  }
}

function* missingAllows(
  reach: Reach,
  documents: readonly JsonObject[],
  calls: readonly Vital[],
  anchor: Attached | undefined,
  leaving: Address | undefined,
): Generator<Finding> {
  if (anchor === undefined) return;
  const missing = new Map<string, { readonly verdict: Verdict; readonly actions: string[] }>();
  for (const vital of calls) {
    if (!reach.binds(anchor, vital)) continue;
    const verdict = allows(documents, vital.request);
    if (verdict === 'yes' || (verdict === 'undecidable' && !vital.strict)) continue;
    const key = `${vital.who} ${verdict}`;
    const entry = missing.get(key) ?? { verdict, actions: [] };
    entry.actions.push(vital.request.action);
    missing.set(key, entry);
  }
  for (const [key, { verdict, actions }] of missing) {
    const who = key.slice(0, key.lastIndexOf(' '));
    yield {
      address: leaving ?? anchor.address,
      severity: verdict === 'no' ? 'error' : 'warning',
      message: `without FullAWSAccess at ${nodeLabel(anchor.target)}, no policy there ${verdict === 'no' ? 'allows' : 'surely allows'} ${who} ${listing(actions)}`,
      hint: 'Add an Allow statement for these actions to a policy at the same target.',
    };
  }
}

export const lockout: Guard = {
  code: 'lockout',
  title: 'A principal that must be able to act would be stopped',
  reason:
    "Control Tower deploys and repairs through AWSControlTowerExecution and the aws-controltower-* roles, StackSets through stacksets-exec-*, people through AWSReservedSSO_*; `guards.protectedPrincipals` names more (a break-glass role, OrganizationAccountAccessRole). A deny that stops one of them, or an allow-list in place of FullAWSAccess that leaves its actions out, breaks baselines and enrolment, or the way to repair the mistake. Resource control policies can shut three more ways in: the landing zone's AssumeRole, sign-in by SAML (which carries no principal) and log delivery by AWS services. A quarantine that a new account is made under (`quarantine:`) may keep AWSReservedSSO_* out, nobody else. SCPs never bind the management account; service-linked roles are bound by neither. What depends on the request alone (a Region, a tag) is warned about for the roles that must be excepted outright. Source: [SCP evaluation](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html), [Control Tower: mandatory controls](https://docs.aws.amazon.com/controltower/latest/controlreference/mandatory-controls.html), [RCPs](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html).",
  allowance:
    'An allowance at the attachment (`policy-attachment:scp/quarantine@unit:Suspended`) means that the named principals are meant to be stopped there.',
  *check(input): Iterable<Finding> {
    const calls = vitals(input);
    const reach = new Reach(input);
    yield* denyFindings(input, calls, reach);
    yield* allowListFindings(input, calls, reach);
  },
};
