import type { Aws } from '../../../src/aws/session.js';
import { catalogIdOf } from '../../../src/facts/controls.js';
import { policyType } from '../../../src/facts/policy-types.js';
import { readLiveOrganization } from '../../../src/kinds/live-organization.js';
import type { Address } from '../../../src/model.js';
import type { Bench } from '../../support/organization.js';

export const HOME_REGION = 'ap-northeast-1';

/** By AWS's own names: the one who edits does not know the manifest. */
export async function idOf(bench: Bench, name: string): Promise<string> {
  const aws = bench.session();
  if (name.startsWith('guardrail:')) return guardrailId(aws, name);
  if (!name.startsWith('policy:')) return nodeId(aws, name);
  const [type = '', ...rest] = name.slice('policy:'.length).split('/');
  const policies = await aws.organizations.policies(policyType(type).wire);
  const found = policies.find((policy) => policy.name === rest.join('/'));
  if (!found) throw new Error(`edits: AWS has no ${name}`);
  return found.id;
}

async function nodeId(aws: Aws, name: string): Promise<string> {
  const options = { manifestName: '-', hints: { accounts: {}, was: {} }, allTags: false };
  return (await readLiveOrganization(aws, options)).names.idOf(name as Address | 'root');
}

/** `guardrail:rcp@unit:Workloads`: the policy of that type in which Control Tower keeps its controls of the unit. */
async function guardrailId(aws: Aws, name: string): Promise<string> {
  const [type, unit] = halves(name);
  const target = await nodeId(aws, unit);
  for (const policy of await aws.organizations.policies(policyType(type).wire)) {
    if (!policy.name.startsWith('aws-guardrails-')) continue;
    const targets = await aws.organizations.targetsOf(policy.id);
    if (targets.some(({ id }) => id === target)) return policy.id;
  }
  throw new Error(`edits: AWS has no ${name}`);
}

/**
 * What Control Tower calls it: a unit or an account, a baseline or a control as such, one that is enabled somewhere
 * (`baseline:NAME@NODE`, `control:NAME@NODE`), or the landing zone.
 */
export async function arnOf(bench: Bench, member: string, name: string): Promise<string> {
  const aws = bench.session().inHomeRegion(HOME_REGION);
  if (name.startsWith('arn:')) return name;
  if (name.startsWith('baseline:')) return (await enabledBaseline(aws, name)).arn;
  if (name.startsWith('control:')) return (await enabledControl(aws, name)).arn;
  switch (member) {
    case 'targetIdentifier':
      return targetArn(aws, name);
    case 'baselineIdentifier':
      return baselineArn(aws, name);
    case 'controlIdentifier':
      return controlArn(aws, name);
    case 'landingZoneIdentifier':
      return (await aws.controlTower.landingZone())?.arn ?? name;
    default:
      return name;
  }
}

async function targetArn(aws: Aws, name: string): Promise<string> {
  const { id, managementAccountId } = await aws.organizations.organization();
  const kind = name.startsWith('unit:') ? 'ou' : 'account';
  return `arn:aws:organizations::${managementAccountId}:${kind}/${id}/${await nodeId(aws, name)}`;
}

async function baselineArn(aws: Aws, name: string): Promise<string> {
  const arn = (await aws.controlTower.baselines()).get(name);
  if (arn === undefined) throw new Error(`edits: Control Tower has no baseline ${name}`);
  return arn;
}

async function controlArn(aws: Aws, alias: string): Promise<string> {
  if (alias.startsWith('AWS-GR_')) return `arn:aws:controltower:${HOME_REGION}::control/${alias}`;
  const found = (await aws.controlCatalog.controls()).find(({ aliases }) => aliases.includes(alias));
  if (!found) throw new Error(`edits: the catalog has no control ${alias}`);
  return found.arn;
}

async function enabledBaseline(aws: Aws, name: string): Promise<{ readonly arn: string }> {
  const [baseline, node] = halves(name);
  const [arn, target] = [await baselineArn(aws, baseline), await targetArn(aws, node)];
  const found = (await aws.controlTower.enabledBaselines()).find(
    (record) => record.targetArn === target && record.baselineArn === arn,
  );
  if (!found) throw new Error(`edits: Control Tower has no ${name}`);
  return found;
}

async function enabledControl(aws: Aws, name: string): Promise<{ readonly arn: string }> {
  const [control, node] = halves(name);
  const target = await targetArn(aws, node);
  const found = (await aws.controlTower.enabledControls({ children: true })).find(
    ({ targetArn: on, controlIdentifier }) =>
      on === target && [control, catalogIdOf(control)].includes(controlIdentifier.split('/').at(-1)),
  );
  if (!found) throw new Error(`edits: Control Tower has no ${name}`);
  return found;
}

/** `KIND:WHAT@NODE`: what, and the node. */
function halves(name: string): readonly [string, string] {
  const at = name.indexOf('@');
  return [name.slice(name.indexOf(':') + 1, at), name.slice(at + 1)];
}
