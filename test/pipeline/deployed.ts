import { join } from 'node:path';
import { z } from 'zod';
import { buildApp } from '../../pipeline/app.js';
import type { StageName } from '../../pipeline/builds/buildspecs.js';
import { STACKS } from '../../src/deployment/names.js';
import type { DeploymentSettings } from '../../src/deployment/settings.js';
import { DEPLOYMENT, HOME, MANAGEMENT, sampleSettings, workFolder } from './settings.js';

const list = z.union([z.string(), z.array(z.unknown())]).transform((value) => [value].flat());
const statementSchema = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: list,
  Resource: z.union([list, z.record(z.string(), z.unknown()).transform((value) => [value])]).optional(),
  NotResource: list.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  Principal: z.unknown().optional(),
});
export type Statement = z.infer<typeof statementSchema>;
const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
const templateSchema = z.object({ Resources: z.record(z.string(), resourceSchema) });
export const actionSchema = z.object({
  Name: z.string(),
  ActionTypeId: z.object({ Category: z.string(), Provider: z.string() }),
  Configuration: z.record(z.string(), z.unknown()),
  Namespace: z.string().optional(),
  RunOrder: z.number(),
  RoleArn: z.unknown().optional(),
  TimeoutInMinutes: z.number().optional(),
});
const stageSchema = z.strictObject({
  Name: z.string(),
  Actions: z.array(actionSchema),
  BeforeEntry: z.unknown().optional(),
});
export const pipelineSchema = z.object({
  Name: z.string(),
  PipelineType: z.string(),
  ExecutionMode: z.string(),
  Stages: z.array(stageSchema),
  Triggers: z.unknown().optional(),
  Variables: z.unknown().optional(),
});

/** One synthesized deployment stack, read as CloudFormation would. */
export class Deployed {
  readonly resources: z.infer<typeof templateSchema>['Resources'];

  constructor(settings: DeploymentSettings, folder: string) {
    const { template } = buildApp(settings, folder).synth().getStackByName(STACKS.deployment);
    this.resources = templateSchema.parse(template).Resources;
  }

  all(type: string) {
    return Object.entries(this.resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, resource]) => ({ id, ...resource }));
  }

  named(type: string, property: string, value: string) {
    const found = this.all(type).find(({ Properties }) => Properties[property] === value);
    if (!found) throw new Error(`no ${type} with ${property} ${value}`);
    return found;
  }

  pipeline(name: string) {
    return pipelineSchema.parse(this.named('AWS::CodePipeline::Pipeline', 'Name', name).Properties);
  }

  pipelineNames() {
    return this.all('AWS::CodePipeline::Pipeline').map(({ Properties }) => Properties['Name']);
  }

  role(name: string) {
    return this.named('AWS::IAM::Role', 'RoleName', name);
  }

  /** What is attached to a role, by its logical id. */
  statements(roleId: string): Statement[] {
    const role = this.resources[roleId];
    expect(role?.Properties['ManagedPolicyArns']).toBeUndefined();
    return this.all('AWS::IAM::Policy')
      .filter(({ Properties }) => JSON.stringify(Properties['Roles']) === JSON.stringify([{ Ref: roleId }]))
      .flatMap(({ Properties }) => documentOf(Properties['PolicyDocument']));
  }

  trust(roleId: string): Statement[] {
    return documentOf(this.resources[roleId]?.Properties['AssumeRolePolicyDocument']);
  }
}

export const documentOf = (value: unknown): Statement[] =>
  z.object({ Statement: z.array(statementSchema) }).parse(value).Statement;
export const allowed = (statements: readonly Statement[]): Statement[] =>
  statements.filter(({ Effect }) => Effect === 'Allow');
export const actionsIn = (statements: readonly Statement[]): unknown[] => statements.flatMap(({ Action }) => Action);

/** Keys of the run bucket on which an action is allowed. */
export function keysFor(statements: readonly Statement[], action: string): string[] {
  const prefix = `arn:aws:s3:::towerctl-runs-${DEPLOYMENT}-${HOME}/`;
  return allowed(statements)
    .filter(({ Action }) => Action.includes(action))
    .flatMap(({ Resource }) => Resource ?? [])
    .flatMap((arn) => (typeof arn === 'string' && arn.startsWith(prefix) ? [arn.slice(prefix.length)] : []))
    .sort();
}

export const folder = workFolder();
export const git = new Deployed(
  sampleSettings(folder, { drift: { heal: ['policy', 'tags'] }, keep: { logs: 366, runs: 500, artifacts: 30 } }),
  join(folder, 'git'),
);
export const codecommit = new Deployed(
  sampleSettings(
    folder,
    {
      source: { codecommit: 'organization', branch: 'trunk' },
      ...{ lifecycle: 'off', drift: { schedule: 'off' }, keep: { runs: 1, artifacts: 2 } },
    },
    { account: MANAGEMENT },
  ),
  join(folder, 'codecommit'),
);
export const zipped = new Deployed(
  sampleSettings(folder, {
    source: { bucket: 'acme-manifests', key: 'manifest.zip' },
    drift: { schedule: 'rate(6 hours)' },
  }),
  join(folder, 'zipped'),
);
export const BUILDS: readonly StageName[] = ['check', 'plan', 'apply', 'verify', 'drift', 'heal'];

/** The logical id in a reference. */
export function refIn(value: unknown): string {
  return z.object({ Ref: z.string() }).parse(value).Ref;
}
