import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeploymentSettings } from '../src/deployment/settings.js';

/** What a service may start, and for the sake of what alone. */
interface Invocation {
  readonly service: 'events.amazonaws.com' | 'scheduler.amazonaws.com';
  /** ARN of the rule, or of the schedule's group. */
  readonly source: string;
  readonly action: 'codepipeline:StartPipelineExecution' | 'codebuild:StartBuild';
  /** ARN of what is started. */
  readonly target: string;
}

/** A role by which a service starts one thing. The service is no deputy for other rules, schedules or accounts. */
export function invokingRole(
  scope: Construct,
  id: string,
  { account }: DeploymentSettings,
  invocation: Invocation,
): Role {
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal(invocation.service, {
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnEquals: { 'aws:SourceArn': invocation.source },
      },
    }),
  });
  role.addToPolicy(new PolicyStatement({ actions: [invocation.action], resources: [invocation.target] }));
  return role;
}
