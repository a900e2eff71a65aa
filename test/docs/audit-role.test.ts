import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Bench } from '../support/organization.js';
import { audit, audited } from '../support/root-audit.js';

const GUIDE = join(import.meta.dirname, '../../docs/guides/root-access.md');

/** The actions of the policy that the guide shows, each as what it stands for. */
function shown(): RegExp[] {
  const policy = /```json\n([\s\S]*?)```/.exec(readFileSync(GUIDE, 'utf8'))?.[1] ?? '';
  const { Statement } = JSON.parse(policy) as { Statement: readonly { Action: string | readonly string[] }[] };
  return Statement.flatMap(({ Action }) => Action).map((action) => new RegExp(`^${action.replaceAll('*', '.*')}$`));
}

/** The IAM action of a call; what is done as root of a member is the session's to do, not the role's. */
function actionsOf(bench: Bench): Map<string, number> {
  const counts = bench.simulator.calls.counts().filter(({ api }) => !api.startsWith('iam:'));
  return new Map(
    counts.map(({ api, calls }) => [
      api === 's3:HeadBucket' ? 's3:ListBucket' : api.replace(/^tagging:/, 'tag:'),
      calls,
    ]),
  );
}

test('the role that the guide shows for the audit may do what the audit does, and nothing beside', async () => {
  const bench = new Bench();
  await audited(bench);
  const before = actionsOf(bench);
  await audit(bench);
  const made = [...actionsOf(bench)].flatMap(([action, calls]) => (calls > (before.get(action) ?? 0) ? [action] : []));
  const patterns = shown();
  expect(made.filter((action) => !patterns.some((pattern) => pattern.test(action)))).toEqual([]);
  expect(patterns.filter((pattern) => !made.some((action) => pattern.test(action)))).toEqual([]);
});
