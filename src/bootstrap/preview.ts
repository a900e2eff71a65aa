import { ORGANIZATION_ROLES } from '../deployment/names.js';
import type { DeploymentSettings } from '../deployment/settings.js';
import type { PipelineSection } from '../manifest/pipeline.js';
import { flow, wrap } from '../report/layout.js';
import { paintOf, type Style } from '../report/style.js';
import { count } from '../report/words.js';
import type { SynthesizedStack } from './assembly.js';

/** What would be deployed, for people: where, what of, who may do what, when it runs, what stays. */
export function textBootstrap(settings: DeploymentSettings, stacks: readonly SynthesizedStack[], style: Style): string {
  const paint = paintOf(style);
  const part = (title: string, lines: readonly string[]): string[] => ['', paint.bold(title), ...lines];
  return [
    paint.bold(`The pipeline of ${settings.manifestName}, towerctl ${settings.engine.version}`),
    ...part('Stacks', stackLines(settings, stacks)),
    ...part('Runs', runLines(settings.pipeline, style)),
    ...part('Roles in the management account', roleLines(settings, stacks, style)),
    ...part('Stays when it is removed', staying(stacks, style)),
    '',
    ...wrap(`Builds run engine.zip only when its SHA-256 is ${settings.engine.sha256}`, {
      width: style.width,
      indent: 2,
    }),
  ].join('\n');
}

function stackLines(settings: DeploymentSettings, stacks: readonly SynthesizedStack[]): string[] {
  const rows = stacks.map(({ name, account, region, resources }) => {
    const whose = account === settings.organization.managementAccountId ? 'management' : 'deployment';
    return [name, `${account} (${whose})`, region, count(Object.keys(resources).length, 'resource')];
  });
  return columns(rows);
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

function runLines(
  { source, approval, drift, lifecycle, pullRequests, notify }: PipelineSection,
  style: Style,
): string[] {
  const told = [...notify.emails.map(() => 'e-mail'), ...(notify.slack ? ['Slack'] : [])];
  const rows: (readonly [string, string])[] = [
    ['on merge', `${sourceWords(source)}; ${approvalWords(approval)}`],
    ['on events', eventWords(lifecycle)],
    ['drift', driftWords(drift)],
    ['pull requests', pullRequestWords(pullRequests)],
    [
      'tells',
      told.length === 0
        ? 'a topic that nobody listens to: name somebody in pipeline.notify'
        : [...new Set(told)].join(', '),
    ],
  ];
  return rows.flatMap(([name, words]) => wrap(words, { width: style.width, indent: 17, head: `  ${name.padEnd(15)}` }));
}

function sourceWords(source: PipelineSection['source']): string {
  if ('connection' in source) return `${source.repository}, branch ${source.branch}`;
  if ('codecommit' in source) return `CodeCommit ${source.codecommit}, branch ${source.branch}`;
  return `s3://${source.bucket}/${source.key}`;
}

function approvalWords({ when, timeoutHours }: PipelineSection['approval']): string {
  if (when.length === 0) return 'applied without asking';
  const rules = when.map((rule) => {
    if (typeof rule === 'string') return rule;
    if ('kinds' in rule) return `changes of ${rule.kinds.join(', ')}`;
    return 'targets' in rule ? `changes in ${rule.targets.join(', ')}` : `${rule.changes} changes or more`;
  });
  return `waits for a person (${timeoutHours} h): ${rules.join('; ')}`;
}

function eventWords(lifecycle: PipelineSection['lifecycle']): string {
  if (lifecycle === 'off') return 'off';
  const actions = lifecycle.unattended.length === 0 ? 'nothing' : lifecycle.unattended.join(' and ');
  return `gathered for ${lifecycle.window} s; unattended: ${actions} for accounts that have just come`;
}

function driftWords({ schedule, heal }: PipelineSection['drift']): string {
  return heal.length === 0 ? `${schedule}, reported` : `${schedule}, reported; mended: ${heal.join(', ')}`;
}

function pullRequestWords(given: PipelineSection['pullRequests']): string {
  const ways = [
    ...(given?.token === undefined ? [] : ['CodeBuild']),
    ...(given?.githubActions === undefined ? [] : [`GitHub Actions of ${given.githubActions.repository}`]),
  ];
  return ways.length === 0 ? 'not checked' : `${ways.join(', ')}; read-only`;
}

const ABOUT: Readonly<Record<keyof typeof ORGANIZATION_ROLES, string>> = {
  plan: 'reads; enters members to read',
  apply: 'reads and writes; enters members',
  audit: 'looks at root users; no build may enter it',
  pullRequest: 'reads; for the check of pull requests',
};

function roleLines({ policies }: DeploymentSettings, stacks: readonly SynthesizedStack[], style: Style): string[] {
  const made = new Set(
    stacks.flatMap(({ resources }) => Object.values(resources).map(({ properties }) => properties['RoleName'])),
  );
  const roles = (['plan', 'apply', 'audit', 'pullRequest'] as const).filter((role) =>
    made.has(ORGANIZATION_ROLES[role]),
  );
  return roles.flatMap((role) =>
    wrap(`${ABOUT[role]} (${count(policies[role].length, 'policy', 'policies')})`, {
      width: style.width,
      indent: 23,
      head: `  ${ORGANIZATION_ROLES[role].padEnd(21)}`,
    }),
  );
}

function staying(stacks: readonly SynthesizedStack[], style: Style): string[] {
  const kept = stacks.flatMap(({ resources }) => Object.values(resources).filter(({ isRetained }) => isRetained));
  const names = kept.map(({ type, properties }) => {
    const name = properties['BucketName'] ?? properties['LogGroupName'];
    return typeof name === 'string' ? name : `the ${type.split('::').slice(1).join(' ')}`;
  });
  return flow('  ', [...new Set(names)].sort(), { width: style.width, indent: 2, separator: ',' });
}
