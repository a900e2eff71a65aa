import { EXIT, TowerctlError } from '../../errors.js';
import type { Guard } from '../../guards/guard.js';
import type { Kind } from '../../kind.js';
import { wrap } from '../../report/layout.js';
import { paintOf, type Style } from '../../report/style.js';
import type { Host } from '../host.js';
import { PLAN_PROBLEMS } from '../plan-problems.js';
import { styleOf } from '../terminal.js';

interface Topic {
  readonly name: string;
  readonly sort: 'kind' | 'guard' | 'problem';
  readonly title: string;
  text(style: Style): string[];
}

/** @throws TowerctlError `usage` for a topic that does not exist, with the nearest ones. */
export async function explain(name: string | undefined, options: { color: boolean }, host: Host): Promise<number> {
  const style = styleOf(host.stdout, host, options.color);
  const topics = await allTopics();
  if (name === undefined) {
    host.stdout.write(`${listOf(topics, style).join('\n')}\n`);
    return EXIT.done;
  }
  const topic = topics.find((candidate) => candidate.name === name);
  if (!topic) throw new TowerctlError('usage', await unknownTopic(name, topics));
  const head = `${paintOf(style).bold(topic.name)}   ${topic.sort}: ${topic.title}`;
  host.stdout.write(`${[head, '', ...topic.text(style)].join('\n')}\n`);
  return EXIT.done;
}

async function allTopics(): Promise<Topic[]> {
  const { KINDS } = await import('../../kinds/index.js');
  const { GUARDS } = await import('../../guards/index.js');
  const { MANIFEST_PROBLEMS } = await import('../../manifest/problems.js');
  return [
    ...KINDS.map(kindTopic),
    ...GUARDS.map(guardTopic),
    ...Object.entries(PLAN_PROBLEMS).map(([name, text]) => problemTopic(name, 'in a plan', text)),
    ...Object.entries(MANIFEST_PROBLEMS).map(([name, text]) => problemTopic(name, 'in the manifest', text)),
  ];
}

function paragraphs(text: string, style: Style): string[] {
  return text
    .split(/\n\s*\n/)
    .flatMap((paragraph) => [...wrap(paragraph.trim(), { width: Math.min(style.width, 100), indent: 0 }), '']);
}

const UNDECLARED: { readonly [Name in Kind['undeclared']]: string } = {
  remove: 'What is ours and no longer declared is removed by apply, guarded; what is not ours is only reported.',
  report: 'What is not declared is reported and never removed.',
  ignore: 'What is not declared is not mentioned: leaving it out removes nothing.',
};

function kindTopic(kind: Kind): Topic {
  const sections = kind.readsSections.length === 0 ? 'none' : kind.readsSections.join(', ');
  return {
    name: kind.name,
    sort: 'kind',
    title: kind.title,
    text: (style) => [
      `Address        ${kind.prefix}:...`,
      `Manifest       ${sections}`,
      ...wrap(kind.actions.read.join(' '), { width: style.width, indent: 15, head: 'IAM to read    ' }),
      ...wrap(kind.actions.write.join(' '), { width: style.width, indent: 15, head: 'IAM to write   ' }),
      ...(kind.actions.asRoot
        ? wrap(kind.actions.asRoot.actions.join(' '), { width: style.width, indent: 15, head: 'As root        ' })
        : []),
      '',
      ...paragraphs(kind.about, style),
      ...paragraphs(UNDECLARED[kind.undeclared], style),
    ],
  };
}

function guardTopic(guard: Guard): Topic {
  return {
    name: guard.code,
    sort: 'guard',
    title: guard.title,
    text: (style) => [...paragraphs(guard.reason, style), ...paragraphs(`Allowance: ${guard.allowance}`, style)],
  };
}

function problemTopic(name: string, title: string, text: string): Topic {
  return { name, sort: 'problem', title, text: (style) => paragraphs(text, style) };
}

const TITLES: { readonly [Sort in Topic['sort']]: string } = {
  kind: 'Kinds',
  guard: 'Guards',
  problem: 'Problems',
};

function listOf(topics: readonly Topic[], style: Style): string[] {
  const width = Math.max(...topics.map((topic) => topic.name.length)) + 2;
  const sorts: readonly Topic['sort'][] = ['kind', 'guard', 'problem'];
  return sorts.flatMap((sort) => {
    const found = topics.filter((topic) => topic.sort === sort);
    return [
      paintOf(style).bold(TITLES[sort]),
      ...found.map((topic) => `  ${topic.name.padEnd(width)}${topic.title}`),
      '',
    ];
  });
}

async function unknownTopic(name: string, topics: readonly Topic[]): Promise<string> {
  const { suggestion } = await import('../../manifest/problems.js');
  const near = suggestion(
    name,
    topics.map((topic) => topic.name),
  );
  const hint = near === undefined ? '`towerctl explain` lists all' : `did you mean ${near}?`;
  return `there is no kind and no code "${name}"; ${hint}`;
}
