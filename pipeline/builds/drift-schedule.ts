import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { CodeBuildProject } from 'aws-cdk-lib/aws-events-targets';
import { Schedule, ScheduleExpression, ScheduleGroup, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { CodeBuildStartBuild } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { PROJECTS } from '../../src/deployment/names.js';
import { arn, ruleArn } from '../arns.js';
import { invokingRole } from '../invoking-role.js';
import type { Place } from '../place.js';
import type { Builds } from './builds.js';

const GROUP = 'towerctl';

/**
 * Looks for what others changed, by the clock; and, where the manifest names kinds, mends their drift afterwards.
 *
 * Healing waits for the event that a drift build has succeeded, and not for a second schedule: what there was is
 * reported before it is mended, however long the report took, and where it failed nothing is mended blindly. The event
 * may come twice; a second healing finds nothing to do.
 */
export class DriftSchedule extends Construct {
  constructor(scope: Construct, id: string, { settings, builds }: Place & { readonly builds: Builds }) {
    super(scope, id);
    const { schedule, heal } = settings.pipeline.drift;
    if (schedule !== 'off') this.#schedule(schedule, settings, builds);
    if (heal.length > 0) this.#healAfterwards(settings, builds);
  }

  #schedule(schedule: string, settings: Place['settings'], builds: Builds): void {
    const { account, region } = settings;
    const scheduleGroup = new ScheduleGroup(this, 'Group', {
      scheduleGroupName: GROUP,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = invokingRole(this, 'ScheduleRole', settings, {
      service: 'scheduler.amazonaws.com',
      source: arn('scheduler', region, account, `schedule-group/${GROUP}`),
      action: 'codebuild:StartBuild',
      target: arn('codebuild', region, account, `project/${PROJECTS.drift}`),
    });
    new Schedule(this, 'Schedule', {
      scheduleName: PROJECTS.drift,
      description: 'Looks for what others changed',
      scheduleGroup,
      schedule: ScheduleExpression.expression(schedule === 'daily' ? 'rate(1 day)' : schedule),
      timeWindow: TimeWindow.off(),
      target: new CodeBuildStartBuild(builds.project('drift'), {
        role: role.withoutPolicyUpdates(),
        retryAttempts: 3,
        maxEventAge: Duration.hours(1),
      }),
    });
  }

  #healAfterwards(settings: Place['settings'], builds: Builds): void {
    const { account, region } = settings;
    const role = invokingRole(this, 'HealRole', settings, {
      service: 'events.amazonaws.com',
      source: ruleArn(region, account, PROJECTS.heal),
      action: 'codebuild:StartBuild',
      target: arn('codebuild', region, account, `project/${PROJECTS.heal}`),
    });
    new Rule(this, 'Reported', {
      ruleName: PROJECTS.heal,
      description: 'Drift was reported: mend what the manifest names',
      eventPattern: {
        source: ['aws.codebuild'],
        detailType: ['CodeBuild Build State Change'],
        detail: { 'build-status': ['SUCCEEDED'], 'project-name': [PROJECTS.drift] },
      },
      targets: [new CodeBuildProject(builds.project('heal'), { eventRole: role.withoutPolicyUpdates() })],
    });
  }
}
