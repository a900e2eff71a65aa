import type { Request } from '../../iam/evaluate.js';
import type { NodeName } from '../../model.js';
import { type Answer, type Aspect, askAll, suspendedNote, unknownRow } from '../answers.js';
import { activeMembers, type Evidence, type OrganizationFacts } from '../evidence.js';
import { InForce } from '../in-force.js';
import { regionsInUse } from '../regions.js';
import { placeLabel, type RowResult } from '../verdict.js';
import { coverage, policySections } from './policy-remedy.js';
import { inOrganization, type RowDefinition } from './row.js';

/** Where not everything is denied, these tell whether it is a little that is open or much. */
const PROBES = ['iam:CreateAccessKey', 'iam:CreateUser', 'iam:DeleteUser'];

const CONTROL = 'AWS-GR_RESTRICT_ROOT_USER';

export const rootUser: RowDefinition = {
  id: '1A-4',
  title: 'Nobody can act as root in a member account',
  judged:
    "any request of a signed-in root user, tried against the service control policies in force on each account; where their text cannot be read, Control Tower's own control",
  assess: (evidence) => inOrganization(evidence, (organization) => assess(evidence, organization)),
};

function assess(evidence: Evidence, organization: OrganizationFacts): RowResult {
  const { scp } = evidence;
  if (!scp.known) return unknownRow(scp.unread);
  const inForce = new InForce(scp.value, organization.tree);
  const regions = regionsInUse(evidence, scp.value);
  const aspect: Aspect = {
    holds: 'whatever the root user asks for is denied',
    fails: 'the root user is not denied',
    ask: (node) =>
      orByControl(inForce.allDenied(node, asRoot(organization, node, regions)), node, evidence, organization),
  };
  const members = activeMembers(organization.tree);
  const asked = askAll([aspect], members, 'account');
  return {
    verdict: asked.verdict,
    count: asked.count,
    evidence: [...asked.evidence, ...coverage(organization.tree, [aspect]), ...suspendedNote(organization)],
    ...whatToDo(evidence, organization, asked.failing),
    missingPermissions: asked.missingPermissions,
  };
}

/** A person who signed in with the account's root password. AWS calls this principal type `Account`. */
function asRoot(organization: OrganizationFacts, node: NodeName, regions: readonly string[]): Request[] {
  const id = node.startsWith('account:') ? (organization.idOf(node) ?? '000000000000') : '000000000000';
  const context = {
    'aws:principalarn': `arn:aws:iam::${id}:root`,
    'aws:principalaccount': id,
    'aws:principalorgid': organization.id,
    'aws:principaltype': 'Account',
    'aws:principalisawsservice': 'false',
    'aws:viaawsservice': 'false',
    'aws:assumedroot': null,
    'aws:securetransport': 'true',
  };
  // One thing that a policy about certain resources does not mean: what is denied to root is denied everywhere.
  const resource = `arn:aws:iam::${id}:user/everyday`;
  return regions.flatMap((region) =>
    ['*', ...PROBES].map((action) => ({ action, resource, context: { ...context, 'aws:requestedregion': region } })),
  );
}

/** The text decides wherever it can be read: a control that somebody detached the policy of is still called enabled. */
function orByControl(answer: Answer, node: NodeName, evidence: Evidence, { tree }: OrganizationFacts): Answer {
  if (answer.is !== 'unknown' || answer.unread.missingPermission === undefined) return answer;
  const controls = evidence.controlTower.known ? evidence.controlTower.value?.controls : undefined;
  if (controls?.known !== true) return answer;
  const line = new Set(tree.lineage(node));
  const own = controls.value.find(
    ({ name, status, target }) =>
      name === CONTROL && status === 'SUCCEEDED' && target !== undefined && line.has(target),
  );
  if (own?.target === undefined) return answer;
  return { is: 'yes', by: [`${CONTROL} at ${placeLabel(own.target)} (as Control Tower says)`] };
}

function whatToDo(
  evidence: Evidence,
  organization: OrganizationFacts,
  failing: readonly NodeName[],
): Pick<RowResult, 'advice' | 'manifest'> {
  if (failing.length === 0) return { advice: [] };
  const advice = 'Deny the root user, and except sessions of sts:AssumeRoot, or centralized root access stops working.';
  const document = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'DenyRootUserSignIn',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: {
          ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' },
          Null: { 'aws:AssumedRoot': 'true' },
        },
      },
    ],
  };
  const control = { control: CONTROL, parameters: { ExemptAssumeRoot: true } };
  const remedy = { advice, key: 'deny-root-user', policy: { document }, control, failing };
  return { advice: [advice], ...policySections(evidence, organization, 'scp', [remedy]) };
}
