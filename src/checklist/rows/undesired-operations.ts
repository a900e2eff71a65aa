import type { RequestContext } from '../../iam/condition.js';
import type { Request } from '../../iam/evaluate.js';
import type { NodeName } from '../../model.js';
import { type Aspect, askAll, suspendedNote, unknownRow } from '../answers.js';
import { activeMembers, type Evidence, type OrganizationFacts } from '../evidence.js';
import { InForce } from '../in-force.js';
import { regionRule } from '../region-rule.js';
import { regionsInUse } from '../regions.js';
import { placeLabel, type RowResult } from '../verdict.js';
import { coverage, policySections, type Remedy } from './policy-remedy.js';
import { inOrganization, type RowDefinition } from './row.js';

/** A Region that nobody can have approved by name: only a rule about all but the approved ones denies it. */
const UNLISTED_REGION = 'xx-unlisted-9';

const REGIONAL_ACTIONS = ['ec2:RunInstances', 'lambda:CreateFunction', 's3:CreateBucket'];
/** A thing of each service that no policy about certain things means: a request for `*` would stand for all of them. */
const EVERYDAY_THINGS: Readonly<Record<string, string>> = {
  ec2: 'arn:aws:ec2:us-east-1:ACCOUNT:instance/i-0123456789abcdef0',
  lambda: 'arn:aws:lambda:us-east-1:ACCOUNT:function:everyday',
  s3: 'arn:aws:s3:::everyday',
  iam: 'arn:aws:iam::ACCOUNT:role/everyday',
  config: 'arn:aws:config:us-east-1:ACCOUNT:configuration-recorder/default',
  organizations: 'arn:aws:organizations::ACCOUNT:account/everyday',
  sts: 'arn:aws:sts::ACCOUNT:everyday',
};
const CONFIG_ACTIONS = [
  'config:StopConfigurationRecorder',
  'config:DeleteConfigurationRecorder',
  'config:DeleteDeliveryChannel',
];

/** An everyday role that no policy excepts by name, as AWS describes its requests. */
export function everydayRole(organization: OrganizationFacts, node: NodeName): RequestContext {
  const id = organization.idOf(node) ?? '000000000000';
  const accountId = node.startsWith('account:') ? id : '000000000000';
  return {
    'aws:principalarn': `arn:aws:iam::${accountId}:role/everyday`,
    'aws:principalaccount': accountId,
    'aws:principalorgid': organization.id,
    'aws:principaltype': 'AssumedRole',
    'aws:principalisawsservice': 'false',
    'aws:viaawsservice': 'false',
    'aws:assumedroot': null,
    'aws:securetransport': 'true',
  };
}

function requests(actions: readonly string[], context: RequestContext): Request[] {
  const accountId = String(context['aws:principalaccount']);
  return actions.map((action) => {
    const thing = EVERYDAY_THINGS[action.slice(0, action.indexOf(':'))] ?? '*';
    return { action, resource: thing.replace('ACCOUNT', accountId), context };
  });
}

function aspectsOf(organization: OrganizationFacts, inForce: InForce, inUse: readonly string[]): Aspect[] {
  const ask =
    (actions: readonly string[], ...regions: readonly string[]): Aspect['ask'] =>
    (node) =>
      inForce.allDenied(
        node,
        regions.flatMap((region) =>
          requests(actions, { ...everydayRole(organization, node), 'aws:requestedregion': region }),
        ),
      );
  return [
    {
      holds: 'leaving the organization is denied',
      fails: 'leaving the organization is not denied',
      ask: ask(['organizations:LeaveOrganization'], 'us-east-1'),
    },
    {
      holds: 'turning AWS Config off is denied',
      fails: 'turning AWS Config off is not denied',
      ask: ask(CONFIG_ACTIONS, ...inUse),
    },
    {
      holds: 'every Region that is not approved is denied',
      fails: 'Regions outside an approved list are not denied',
      ask: ask(REGIONAL_ACTIONS, UNLISTED_REGION),
    },
  ];
}

export const undesiredOperations: RowDefinition = {
  id: '1D-1',
  title: 'Undesired operations are denied',
  judged:
    "requests of an everyday role, tried against the service control policies in force on each account, Control Tower's own included: leaving the organization, turning AWS Config off, working in a Region that no list approves",
  assess: (evidence) => inOrganization(evidence, (organization) => assess(evidence, organization)),
};

function assess(evidence: Evidence, organization: OrganizationFacts): RowResult {
  const { scp } = evidence;
  if (!scp.known) return unknownRow(scp.unread);
  const inForce = new InForce(scp.value, organization.tree);
  const aspects = aspectsOf(organization, inForce, regionsInUse(evidence, scp.value));
  const asked = askAll(aspects, activeMembers(organization.tree), 'account');
  const notes = [
    ...coverage(organization.tree, aspects),
    ...globalServices(organization, inForce),
    ...suspendedNote(organization),
  ];
  const remedies = asked.failingOf.flatMap((failing, index): Remedy[] => {
    const remedy = REMEDIES[index];
    return failing.length === 0 || remedy === undefined ? [] : [{ ...remedy(evidence), failing }];
  });
  return {
    verdict: asked.verdict,
    count: asked.count,
    evidence: [...asked.evidence, ...notes],
    advice: remedies.map(({ advice }) => advice),
    ...policySections(evidence, organization, 'scp', remedies),
    missingPermissions: asked.missingPermissions,
  };
}

/** Services that answer from one Region whatever is meant: a Region rule that forgets them stops them everywhere. */
function globalServices(organization: OrganizationFacts, inForce: InForce): RowResult['evidence'] {
  const stopped = activeMembers(organization.tree).filter((account) => {
    const context = { ...everydayRole(organization, account), 'aws:requestedregion': UNLISTED_REGION };
    const regional = inForce.allDenied(account, requests(REGIONAL_ACTIONS, context));
    const stops = (action: string): boolean => inForce.allDenied(account, requests([action], context)).is === 'yes';
    return regional.is === 'yes' && !stops('sts:GetCallerIdentity') && stops('iam:GetRole');
  });
  if (stopped.length === 0) return [];
  const text = 'the Region rule stops IAM as well, a global service: except it';
  return [{ state: 'note', text, about: stopped.map(placeLabel) }];
}

type Proposal = Omit<Remedy, 'failing'>;

const REMEDIES: readonly ((evidence: Evidence) => Proposal)[] = [
  () => ({
    advice: 'Deny organizations:LeaveOrganization: an account that leaves sheds every control at once.',
    key: 'deny-leave-organization',
    policy: { document: statement('DenyLeavingTheOrganization', ['organizations:LeaveOrganization']) },
  }),
  () => ({
    advice: 'Deny turning the recorder off, for everybody but Control Tower. Registering the unit does the same.',
    key: 'protect-config-recording',
    policy: {
      document: statement('ProtectConfigRecording', CONFIG_ACTIONS, {
        ArnNotLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/AWSControlTowerExecution' },
      }),
    },
  }),
  (evidence) => ({
    advice:
      'Deny what is asked of other Regions, global services excepted. Look through the list of exceptions: it is one to begin with.',
    key: 'deny-outside-approved-regions',
    policy: { document: regionRule(approvedRegions(evidence)) },
    control: { control: 'CT.MULTISERVICE.PV.1', parameters: { AllowedRegions: approvedRegions(evidence) } },
  }),
];

function approvedRegions({ controlTower }: Evidence): readonly string[] {
  const governed = controlTower.known ? (controlTower.value?.governedRegions ?? []) : [];
  return governed.length > 0 ? governed : ['ap-northeast-1', 'us-east-1'];
}

function statement(Sid: string, Action: readonly string[], Condition?: object): object {
  const rest = Condition === undefined ? {} : { Condition };
  return { Version: '2012-10-17', Statement: [{ Sid, Effect: 'Deny', Action, Resource: '*', ...rest }] };
}
