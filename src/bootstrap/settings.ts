import { isAbsolute } from 'node:path';
import type { DeploymentSettings } from '../deployment/settings.js';
import { TowerctlError } from '../errors.js';
import { identityCenterRegion } from '../kinds/identity-center.js';
import { KINDS } from '../kinds/index.js';
import { placeIn } from '../kinds/permission-place.js';
import type { Manifest } from '../manifest/manifest.js';
import type { PipelineSection } from '../manifest/pipeline.js';
import type { NodeName } from '../model.js';
import { policiesOf, pullRequestPolicy } from '../permissions/policies.js';

/** What of the organization a deployment has to know. */
export interface Place {
  readonly managementAccountId: string;
  /** Undefined where there is no such account. */
  idOf(node: NodeName): string | undefined;
}

/** @throws TowerctlError `manifest` where the manifest has no `pipeline:`. */
export function pipelineOf(manifest: Manifest): PipelineSection {
  if (manifest.pipeline !== undefined) return manifest.pipeline;
  throw new TowerctlError(
    'manifest',
    `${manifest.file} has no section "pipeline": write where it runs and where the manifest comes from, for example\n` +
      '  pipeline:\n' +
      '    account: account:deployment   # or: management\n' +
      '    source: { connection: arn:aws:codeconnections:..., repository: owner/name, branch: main }',
  );
}

/** Everything that the CDK app is told. `engine.file` is absolute. @throws TowerctlError where the account is not there. */
export function deploymentSettings(
  manifest: Manifest,
  place: Place,
  engine: DeploymentSettings['engine'],
): DeploymentSettings {
  const pipeline = pipelineOf(manifest);
  const { id, homeRegion } = manifest.organization;
  const account = accountOf(pipeline.account, place);
  checkConnection(pipeline, account);
  checkReadRole(manifest);
  if (!isAbsolute(engine.file)) throw new TowerctlError('bug', `${engine.file} is not absolute`);
  const where = { ...placeIn(manifest), managementAccountId: place.managementAccountId, ownRoles: ['Towerctl*'] };
  return {
    format: 1,
    manifestName: manifest.name,
    organization: {
      id,
      managementAccountId: place.managementAccountId,
      homeRegion,
      identityCenterRegion: identityCenterRegion(manifest) ?? homeRegion,
    },
    account,
    region: pipeline.region ?? homeRegion,
    pipeline,
    engine,
    policies: {
      plan: policiesOf('plan', KINDS, where),
      apply: policiesOf('apply', KINDS, where),
      audit: policiesOf('audit', KINDS, where),
      pullRequest: pullRequestPolicy(KINDS, where),
    },
  };
}

/** A connection works in its own account alone. */
function checkConnection({ source }: PipelineSection, account: string): void {
  if (!('connection' in source)) return;
  const owner = source.connection.split(':')[4];
  if (owner === account) return;
  throw new TowerctlError(
    'manifest',
    `pipeline.source.connection is of account ${owner}, and the pipeline runs in ${account}: make a connection there (Developer Tools, Connections) and write its ARN`,
  );
}

/** Roles of members that may do everything: Control Tower's, and the one that Organizations makes with an account. */
const ADMINISTRATORS: ReadonlySet<string> = new Set(['AWSControlTowerExecution', 'OrganizationAccountAccessRole']);

/** Who plans reads. By hand one role may do for both; here builds enter members while nobody looks, and pull requests too. */
function checkReadRole({ organization: { memberRoles } }: Manifest): void {
  const read = memberRoles?.read;
  if (read === undefined || (!ADMINISTRATORS.has(read) && read !== memberRoles?.write)) return;
  throw new TowerctlError(
    'manifest',
    `organization.memberRoles.read is ${read}, a role that writes: plans, drift and the check of pull requests would enter members as it. Lay the baseline towerctl-read, and leave memberRoles.read out`,
  );
}

function accountOf(account: string, place: Place): string {
  if (account === 'management') return place.managementAccountId;
  if (/^\d{12}$/.test(account)) return account;
  const id = place.idOf(account as NodeName);
  if (id !== undefined) return id;
  throw new TowerctlError(
    'failed',
    `pipeline.account is ${account}, and the organization has no such account yet: apply the manifest by hand first (towerctl apply), or name another`,
  );
}
