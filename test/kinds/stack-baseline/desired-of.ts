import { TowerctlError } from '../../../src/errors.js';
import type { DesiredContext } from '../../../src/kind.js';
import { desired } from '../../../src/kinds/stack-baseline/desired.js';
import { managementStacks } from '../../../src/kinds/stack-baseline/management.js';
import { declaredOrganization } from '../../../src/manifest/organization.js';
import type { LandingZone } from '../../../src/model.js';
import { Organization } from '../../../src/organization.js';
import { manifestOf } from '../../support/organization.js';

export const TREE = `organizationalUnits:
  Workloads: { children: { Prod: {}, NonProd: {} } }
  Sandbox: {}
accounts:
  master: { id: "300000000000", management: true, ou: root }
  payments: { id: "300000000001", ou: Workloads/Prod, tags: { data: card } }
  tools: { id: "300000000002", ou: Workloads }
  dev: { id: "300000000003", ou: Workloads/NonProd }
  play: { id: "300000000004", ou: Sandbox }
`;

export const BUCKET = `AWSTemplateFormatVersion: "2010-09-09"
Description: a bucket
Parameters:
  Days: { Type: Number, Default: 30, MinValue: 1 }
  Names: { Type: CommaDelimitedList, Default: a }
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties: { BucketName: !Sub "\${AWS::AccountId}-x", Tags: [{ Key: days, Value: !Ref Days }] }
Outputs:
  Name: { Value: !GetAtt Bucket.Arn }
`;

/** What the manifest's baselines become, and what is said about them. */
export async function desiredOf(
  baselines: string,
  {
    templates = {},
    landingZone,
    suspended = [],
  }: { templates?: Record<string, string>; landingZone?: LandingZone; suspended?: readonly string[] } = {},
) {
  const manifest = await manifestOf(`${TREE}stackBaselines:\n${baselines}`, { 't.yaml': BUCKET, ...templates });
  const problems: string[] = [];
  const declared = declaredOrganization(manifest);
  const organization = new Organization(
    declared.id,
    [...declared.nodes.values()].map((node) =>
      suspended.includes(node.name) ? { ...node, state: 'SUSPENDED' } : node,
    ),
  );
  const context: DesiredContext = {
    manifest,
    organization,
    ...(landingZone && { landingZone }),
    problem: ({ code, message, origin, hint, severity }) => {
      const place = origin ? `${origin.file}:${origin.line}:${origin.column}` : '';
      problems.push(`${place} ${severity ?? 'error'} ${code}: ${message}${hint === undefined ? '' : ` -> ${hint}`}`);
    },
  };
  const found = [...desired(context)];
  return { found, first: found[0], problems, stacks: [...managementStacks(context)] };
}

/** What loading the manifest says. */
export async function refusedBy(baselines: string, templates: Record<string, string> = {}): Promise<string[]> {
  try {
    await manifestOf(`${TREE}stackBaselines:\n${baselines}`, { 't.yaml': BUCKET, ...templates });
    return [];
  } catch (error) {
    if (!(error instanceof TowerctlError)) throw error;
    return error.problems.map(({ message, hint, origin }) => {
      const place = origin ? `${origin.file}:${origin.line}:${origin.column}` : '';
      return `${place} ${message}${hint === undefined ? '' : ` -> ${hint}`}`;
    });
  }
}
