import { PIPELINES, PROJECTS } from '../../src/deployment/names.js';
import type { EventPattern } from '../../src/lifecycle/patterns.js';
import { UNDELIVERED_ALARM } from '../events/forwarded-rules.js';

/** An event of which people are told in words. */
export interface Told {
  /** Of the rule. */
  readonly name: string;
  readonly about: string;
  readonly pattern: EventPattern;
  /** What the words in angle brackets stand for, as paths into the event. */
  readonly paths: Readonly<Record<string, string>>;
  readonly title: string;
  readonly text: string;
  /** CodePipeline mails what waits for an answer by itself, in a form that the chat does not show. */
  readonly slackOnly?: true;
  /** On the bus of forwarded events; absent: the account's own. */
  readonly onBus?: true;
}

const pipelines = Object.values(PIPELINES);

/** An object of the run bucket was written. */
function written(key: { readonly equal: string } | { readonly prefix: string }): EventPattern {
  return {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: {
      bucket: { name: [{ prefix: 'towerctl-runs-' }] },
      object: { key: ['equal' in key ? key.equal : key] },
    },
  };
}

export const TOLD: readonly Told[] = [
  {
    name: 'towerctl-pipeline-failed',
    about: 'A run of a pipeline did not end well',
    pattern: {
      source: ['aws.codepipeline'],
      'detail-type': ['CodePipeline Pipeline Execution State Change'],
      detail: { pipeline: pipelines, state: ['FAILED', 'STOPPED', 'CANCELED'] },
    },
    paths: {
      name: '$.detail.pipeline',
      state: '$.detail.state',
      execution: '$.detail.execution-id',
      region: '$.region',
    },
    title: '<name>: <state>',
    text: 'Execution <execution> ended as <state>. An approval that was refused ends as FAILED, too. What is done stays done; read the record of the run, mend the cause, and start the pipeline again: https://<region>.console.aws.amazon.com/codesuite/codepipeline/pipelines/<name>/executions/<execution>/timeline?region=<region>',
  },
  {
    name: 'towerctl-build-failed',
    about: 'A drift or heal build did not end well',
    pattern: {
      source: ['aws.codebuild'],
      'detail-type': ['CodeBuild Build State Change'],
      detail: {
        'project-name': [PROJECTS.drift, PROJECTS.heal],
        'build-status': ['FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'],
      },
    },
    paths: {
      name: '$.detail.project-name',
      state: '$.detail.build-status',
      region: '$.region',
    },
    title: '<name>: <state>',
    text: 'A build ended as <state>; its log says why: https://<region>.console.aws.amazon.com/codesuite/codebuild/projects/<name>/history?region=<region>',
  },
  {
    name: 'towerctl-approval-waits',
    about: 'A plan waits for an answer',
    pattern: {
      source: ['aws.codepipeline'],
      'detail-type': ['CodePipeline Action Execution State Change'],
      detail: { pipeline: pipelines, state: ['STARTED'], type: { category: ['Approval'] } },
    },
    paths: { name: '$.detail.pipeline', execution: '$.detail.execution-id', region: '$.region' },
    title: '<name>: a plan waits for an answer',
    text: 'Execution <execution> waits; summary, digest and the whole plan are linked there: https://<region>.console.aws.amazon.com/codesuite/codepipeline/pipelines/<name>/view?region=<region>',
    slackOnly: true,
  },
  {
    name: 'towerctl-hold-changed',
    about: 'Somebody has held an address, or let it go',
    pattern: written({ equal: 'holds.json' }),
    paths: { bucket: '$.detail.bucket.name', region: '$.region' },
    title: 'A hold was set or released',
    text: 'What is held is only reported by runs, whatever it is. "towerctl hold --list --bucket <bucket> --region <region>" says what, by whom, why and until when.',
  },
  {
    name: 'towerctl-lease-taken-over',
    about: 'A run has taken the lease from another one',
    pattern: written({ prefix: 'leases/' }),
    paths: { bucket: '$.detail.bucket.name', key: '$.detail.object.key' },
    title: 'The lease was taken over',
    text: 'Its holder had gone silent, or somebody gave a reason: s3://<bucket>/<key> says which. The other run stops before its next write.',
  },
  {
    name: 'towerctl-forwarding-failed',
    about: 'Events of the management account could not be forwarded',
    pattern: {
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      detail: { alarmName: [UNDELIVERED_ALARM] },
    },
    paths: { region: '$.region' },
    title: 'Events of <region> were not forwarded',
    text: 'They lie in the dead-letter queue of that Region in the management account; each message says why.',
    slackOnly: true,
    onBus: true,
  },
];
