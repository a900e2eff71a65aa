import type { Address, Change, JsonObject } from '../../src/model.js';
import { driftOf, textDrift } from '../../src/report/drift.js';
import { jsonDrift, planJson } from '../../src/report/json.js';
import { markdownPlan } from '../../src/report/markdown.js';
import { placedOf } from '../../src/report/places.js';
import type { Style } from '../../src/report/style.js';
import { textPlan } from '../../src/report/text.js';
import { view as viewOf } from './sample.js';

const PLAIN: Style = { width: 80, colour: false, unicode: false };

function grant(
  who: string,
  account: string,
  action: 'create' | 'remove' = 'create',
  more: Partial<Change> = {},
): Change {
  const spec = { principal: { type: 'group', name: who }, permissionSet: 'Developer', account: `account:${account}` };
  const base = {
    address: `assignment:group/${who}->Developer@account:${account}` as Address,
    kind: 'permission-assignment',
    needs: [],
    after: [],
    reads: [],
    why: action === 'create' ? ('declared' as const) : ('removed' as const),
    origin: { file: 'manifest.yaml', line: 9, column: 5 },
  };
  const change: Change = action === 'create' ? { ...base, action, to: spec } : { ...base, action, from: spec };
  return { ...change, ...more } as Change;
}

function rule(region: string, more: JsonObject = {}): Change {
  return {
    address: `config-rule:s3-tls-only@${region}`,
    kind: 'config-rule',
    needs: [],
    after: [],
    reads: [],
    why: 'declared',
    action: 'create',
    to: { name: 's3-tls-only', region, source: { managed: 'S3_BUCKET_SSL_REQUESTS_ONLY' }, excluded: [], ...more },
  };
}

function foreign(account: string): Change {
  return {
    address: `assignment:user/jit->Incident@account:${account}`,
    kind: 'permission-assignment',
    needs: [],
    after: [],
    reads: [],
    why: 'foreign',
    action: 'notice',
  };
}

const view = (changes: readonly Change[]) => viewOf({ changes });
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `a${index + 1}`);

describe('one line for what differs only in its place', () => {
  test('assignments by principal, set and action, accounts counted', () => {
    const changes = [
      ...names(12).map((account) => grant('platform', account)),
      ...names(3).map((account) => grant('platform', `old${account}`, 'remove')),
      grant('auditors', 'a1'),
    ];
    const text = textPlan(view(changes), PLAIN);
    const lines = text.split('\n');
    expect(lines).toContain(' 1 + assignment:group/platform->Developer  12 accounts: a1, a2, a3 and 9 more');
    expect(lines).toContain(' 2 - assignment:group/platform->Developer  3 accounts: olda1, olda2, olda3');
    expect(lines.some((line) => line.startsWith(' 3 + assignment:group/auditors->Developer@account:a1'))).toBe(true);
    expect(text).toContain('13 create');
    expect(text).toContain('3 remove');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('four are named, and the others who have to wait for them still do', () => {
    const changes: Change[] = [
      ...names(4).map((account) => grant('platform', account)),
      { ...grant('auditors', 'x'), needs: ['assignment:group/platform->Developer@account:a3'] },
    ];
    const text = textPlan(view(changes), PLAIN);
    expect(text).toContain('4 accounts: a1, a2, a3, a4');
    expect(text).toContain('waits for 1');
  });

  test('rules over Regions, where the change is the same', () => {
    const same = textPlan(view([rule('us-east-1'), rule('eu-west-1')]), PLAIN);
    expect(same).toContain(' 1 + config-rule:s3-tls-only  2 Regions: us-east-1, eu-west-1');
    const other = textPlan(view([rule('us-east-1'), rule('eu-west-1', { excluded: ['account:x'] })]), PLAIN);
    expect(other).toContain('config-rule:s3-tls-only@us-east-1');
    expect(other).toContain('config-rule:s3-tls-only@eu-west-1');
  });

  test('notes are told once', () => {
    const changes = names(3).map((account) => grant('platform', account, 'create', { note: 'left out: account:x' }));
    expect(textPlan(view(changes), PLAIN).match(/left out/g)).toHaveLength(1);
  });

  test('in a comment as in a terminal', () => {
    const text = markdownPlan(view(names(12).map((account) => grant('platform', account))), PLAIN);
    expect(text).toContain('+ 1 assignment:group/platform->Developer  12 accounts: a1, a2, a3 and 9 more');
  });

  test('what others have granted', () => {
    const text = textPlan(view(names(6).map(foreign)), PLAIN);
    expect(text.replace(/\s+/g, ' ')).toContain('assignment:user/jit->Incident in 6 accounts: a1, a2, a3 and 3 more');
  });

  test('drift, while JSON has each', () => {
    const changes = names(5).map((account) => grant('platform', account));
    const report = driftOf(view([...changes, ...names(2).map(foreign)]));
    const text = textDrift(report, PLAIN);
    expect(text).toContain('assignment:group/platform->Developer in 5 accounts: a1, a2, a3 and 2 more');
    expect(text).toContain('is declared and not there');
    expect(JSON.parse(jsonDrift(report, PLAIN)).items).toHaveLength(7);
    expect(planJson(view(changes))).toMatchObject({ counts: { create: 5 }, plan: { changes: { length: 5 } } });
  });
});

describe('a place in an address', () => {
  test.each([
    ['assignment:user/mia@bank.example->Incident@account:a@b', 'assignment:user/mia@bank.example->Incident', 'a@b'],
    ['config-rule:x@us-east-1', 'config-rule:x', 'us-east-1'],
    ['conformance-pack:pci@us-east-1', 'conformance-pack:pci', 'us-east-1'],
  ])('%s', (address, thing, place) => {
    expect(placedOf(address as Address)).toMatchObject({ thing, place });
  });
  test('others have none', () => {
    expect(placedOf('policy-attachment:scp/x@root')).toBeUndefined();
    expect(placedOf('account:a@b')).toBeUndefined();
  });
});
