import { z } from 'zod';
import type { JsonObject } from '../../../src/model.js';
import type { Template } from './template.js';

/** What the machine reads out of the templates; nothing of it is written down here a second time. */

const variable = z.object({ Name: z.string(), Value: z.string(), Type: z.literal('PLAINTEXT') });
const projectSchema = z.object({
  Name: z.string(),
  ServiceRole: z.string(),
  Environment: z.object({ EnvironmentVariables: z.array(variable) }),
  Source: z.object({ Type: z.string(), BuildSpec: z.string(), Location: z.string().optional() }),
});
const buildspecSchema = z.object({
  version: z.literal('0.2'),
  env: z.object({ shell: z.literal('bash'), 'exported-variables': z.array(z.string()).default([]) }),
  phases: z.record(
    z.enum(['install', 'pre_build', 'build', 'post_build']),
    z.object({ commands: z.array(z.string()) }).optional(),
  ),
});
const actionSchema = z.object({
  Name: z.string(),
  Namespace: z.string().optional(),
  RunOrder: z.number(),
  ActionTypeId: z.object({ Category: z.enum(['Source', 'Build', 'Approval']), Provider: z.string() }),
  Configuration: z.record(z.string(), z.union([z.string(), z.boolean()])),
});
const ruleSchema = z.object({
  RuleTypeId: z.object({ Provider: z.literal('VariableCheck') }),
  Configuration: z.object({ Variable: z.string(), Operator: z.enum(['EQ', 'NE', 'MATCHES']), Value: z.string() }),
});
const stageSchema = z.strictObject({
  Name: z.string(),
  Actions: z.array(actionSchema),
  BeforeEntry: z
    .object({ Conditions: z.tuple([z.object({ Result: z.enum(['SKIP', 'FAIL']), Rules: z.array(ruleSchema) })]) })
    .optional(),
});
const pipelineSchema = z.object({
  Name: z.string(),
  ExecutionMode: z.literal('QUEUED'),
  Stages: z.array(stageSchema),
  Variables: z.array(z.object({ Name: z.string(), DefaultValue: z.string().optional() })).default([]),
});
const ruleOfEventsSchema = z.object({
  Name: z.string(),
  State: z.literal('ENABLED'),
  EventBusName: z.string().optional(),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  ScheduleExpression: z.string().optional(),
  Targets: z.array(
    z.object({
      Arn: z.string(),
      InputTransformer: z
        .object({ InputPathsMap: z.record(z.string(), z.string()), InputTemplate: z.string() })
        .optional(),
    }),
  ),
});
const statements = z.object({ Statement: z.array(z.unknown()) });
const roleSchema = z.object({
  RoleName: z.string(),
  AssumeRolePolicyDocument: z.record(z.string(), z.unknown()),
  MaxSessionDuration: z.number().optional(),
  ManagedPolicyArns: z.array(z.string()).default([]),
  Policies: z.array(z.object({ PolicyDocument: statements })).default([]),
});
const policySchema = z.object({ PolicyDocument: statements, Roles: z.array(z.string()).default([]) });

export type Buildspec = z.infer<typeof buildspecSchema>;
export type Action = z.infer<typeof actionSchema>;
export type Stage = z.infer<typeof stageSchema>;
export type Pipeline = z.infer<typeof pipelineSchema>;
export type Rule = z.infer<typeof ruleOfEventsSchema>;

export interface Project {
  readonly name: string;
  /** ARN. */
  readonly role: string;
  readonly variables: Readonly<Record<string, string>>;
  /** `BUCKET/KEY` of a source of its own; undefined where a pipeline brings one. */
  readonly location?: string;
  readonly buildspec: Buildspec;
}

export interface DeployedRole {
  readonly accountId: string;
  readonly name: string;
  readonly trust: JsonObject;
  /** Policies that it has, inline and managed. */
  readonly documents: readonly JsonObject[];
}

export function projectsOf(template: Template): Map<string, Project> {
  const projects = template.all('AWS::CodeBuild::Project').map((properties): [string, Project] => {
    const { Name: name, ServiceRole: role, Environment, Source } = projectSchema.parse(properties);
    const variables = Object.fromEntries(Environment.EnvironmentVariables.map(({ Name, Value }) => [Name, Value]));
    const buildspec = buildspecSchema.parse(JSON.parse(Source.BuildSpec));
    const location = Source.Location === undefined ? {} : { location: Source.Location };
    return [name, { name, role, variables, buildspec, ...location }];
  });
  return new Map(projects);
}

export const pipelinesOf = (template: Template): Map<string, Pipeline> =>
  new Map(
    template
      .all('AWS::CodePipeline::Pipeline')
      .map((properties) => pipelineSchema.parse(properties))
      .map((pipeline) => [pipeline.Name, pipeline]),
  );

export const rulesOf = (template: Template): Rule[] =>
  template.all('AWS::Events::Rule').map((properties) => ruleOfEventsSchema.parse(properties));

export function rolesOf(template: Template): DeployedRole[] {
  const policies = [...template.all('AWS::IAM::Policy'), ...template.all('AWS::IAM::ManagedPolicy')].map(
    (properties) => ({ ...policySchema.parse(properties), name: String(properties['ManagedPolicyName']) }),
  );
  return template.all('AWS::IAM::Role').map((properties) => {
    const role = roleSchema.parse(properties);
    const managed = new Set(role.ManagedPolicyArns.map((arn) => arn.slice(arn.indexOf('/') + 1)));
    const attached = policies.filter(({ Roles, name }) => Roles.includes(role.RoleName) || managed.has(name));
    return {
      accountId: template.account,
      name: role.RoleName,
      trust: plain(role.AssumeRolePolicyDocument),
      documents: [...role.Policies, ...attached].map(({ PolicyDocument }) => plain(PolicyDocument)),
    };
  });
}

/** As it goes over the wire. */
const plain = (value: object): JsonObject => JSON.parse(JSON.stringify(value));
