import type { Change } from '../../src/model.js';
import { driftCounts, driftOf, textDrift } from '../../src/report/drift.js';
import { jsonDrift } from '../../src/report/json.js';
import { markdownDrift } from '../../src/report/markdown.js';
import { PLAIN } from '../../src/report/style.js';
import { change, DIGEST, FULL_VIEW, view } from './sample.js';

const origin = { file: 'manifest.yaml', line: 9, column: 3 };

/** The drift drill: detached, weakened, moved, retagged, undeclared; and a foreign thing. */
const DRILL: Change[] = [
  change({
    address: 'policy-attachment:scp/deny-leave@root',
    kind: 'policy-attachment',
    action: 'create',
    to: { policy: 'policy:scp/deny-leave', target: 'root' },
    origin,
  }),
  change({
    address: 'policy:scp/protect',
    kind: 'organization-policy',
    action: 'update',
    from: {},
    to: {},
    fields: [{ path: 'document' }],
    origin,
  }),
  change({
    address: 'account:payments',
    kind: 'account',
    action: 'update',
    from: { parent: 'root' },
    to: { parent: 'unit:Prod' },
    fields: [{ path: 'parent', from: 'root', to: 'unit:Prod' }],
    origin,
  }),
  change({
    address: 'account:lab',
    kind: 'account',
    action: 'update',
    from: {},
    to: {},
    fields: [{ path: 'tags.owner', from: 'mallory', to: 'alice' }],
    origin,
  }),
  change({ address: 'unit:tmp-poc', kind: 'organizational-unit', action: 'notice', why: 'undeclared' }),
  change({ address: 'policy:scp/x', kind: 'organization-policy', action: 'notice', why: 'foreign', detail: 'tag y' }),
];

const describeChange = (given: Change): readonly string[] =>
  given.address === 'policy:scp/protect' ? ['+ Deny cloudtrail:StopLogging'] : [];
const drill = driftOf(view({ changes: DRILL }, { describe: describeChange }));

describe('driftOf', () => {
  test('tells ours, undeclared and foreign apart, each by name', () => {
    expect(drill.items.map((item) => [item.class, item.address])).toEqual([
      ['ours', 'policy-attachment:scp/deny-leave@root'],
      ['ours', 'policy:scp/protect'],
      ['ours', 'account:payments'],
      ['ours', 'account:lab'],
      ['undeclared', 'unit:tmp-poc'],
      ['foreign', 'policy:scp/x'],
    ]);
    expect(driftCounts(drill)).toBe('4 ours, 1 undeclared, 1 foreign');
  });

  test('things that are under way, held back or out of scope are no drift', () => {
    const report = driftOf(
      view({
        changes: [
          change({ address: 'policy-type:rcp', kind: 'policy-type', action: 'wait', to: { type: 'rcp' } }),
          change({ address: 'policy-type:tag', kind: 'policy-type', action: 'expect', to: { type: 'tag' } }),
          change({ address: 'account:old', kind: 'account', action: 'notice', why: 'held' }),
          change({ address: 'unit:Far', kind: 'organizational-unit', action: 'notice', why: 'outside-scope' }),
        ],
      }),
    );
    expect(report.items).toEqual([]);
    expect(report.running).toEqual(['policy-type:rcp', 'policy-type:tag']);
    expect(driftCounts(report)).toBe('none');
  });

  test.each([
    [{ path: 'tags.owner', from: 'a', to: 'b' }, 'has another tag owner: "a", declared "b"'],
    [{ path: 'tags.owner', to: 'b' }, 'lacks the tag owner, declared "b"'],
    [{ path: 'tags.owner', from: 'a', to: null }, 'carries the tag owner: "a", declared absent'],
  ])('a tag: %j', (field, finding) => {
    const changes = [
      change({ address: 'account:x', kind: 'account', action: 'update', from: {}, to: {}, fields: [field] }),
    ];
    expect(driftOf(view({ changes })).items[0]).toMatchObject({ finding, healing: 'apply sets it back' });
  });
});

test('the text report reads as sentences', () => {
  expect(textDrift(drill, { ...PLAIN, width: 90 })).toBe(`Drift 4 ours, 1 undeclared, 1 foreign   bank (o-a1b2c3d4e5)

Ours, not as declared (apply puts it right, unless the line says otherwise)
 ~ policy-attachment:scp/deny-leave@root                                 manifest.yaml:9:3
     is detached: policy:scp/deny-leave is declared on root · apply attaches it
 ~ policy:scp/protect                                                    manifest.yaml:9:3
     has other content than declared · apply puts it back:
       + Deny cloudtrail:StopLogging
 ~ account:payments                                                      manifest.yaml:9:3
     was moved: lives in root, belongs in unit:Prod · apply moves it back
 ~ account:lab                                                           manifest.yaml:9:3
     has another tag owner: "mallory", declared "alice" · apply sets it back

Undeclared (in AWS and in no manifest; apply leaves it alone: declare it, or remove it by hand)
 ? unit:tmp-poc

Foreign (it belongs to somebody else; apply leaves it alone)
 ? policy:scp/x (tag y)`);
});

test('every action of a full plan has words; unknowns and problems are told too', () => {
  const report = driftOf(FULL_VIEW);
  const text = textDrift(report, { ...PLAIN, width: 100 });
  expect(report.items).toHaveLength(12);
  expect(text).toContain('Still running\n   policy-type:rcp, policy-type:tag');
  expect(text).toContain('Unknown: these may have drifted too\n   every trusted-access: AccessDeniedException');
  expect(text).toContain('What stands in the way of healing (1 error)');
});

test('JSON has the items and the whole plan; drift is what is ours', () => {
  const parsed = JSON.parse(jsonDrift(drill, PLAIN));
  expect(parsed).toMatchObject({ version: 1, drift: true, running: [], plan: { digest: DIGEST } });
  expect(parsed.items).toHaveLength(6);
  const onlyUndeclared = driftOf(view({ changes: DRILL.slice(4) }));
  expect(JSON.parse(jsonDrift(onlyUndeclared, PLAIN))).toMatchObject({ drift: false });
});

test('markdown names each item on a line of its own', () => {
  const text = markdownDrift(drill, PLAIN);
  expect(text).toContain('### towerctl drift for `bank`: 4 ours, 1 undeclared, 1 foreign');
  for (const { address } of drill.items)
    expect(text).toMatch(new RegExp(`^[!#] ${address.replaceAll('/', '\\/')} `, 'm'));
});
