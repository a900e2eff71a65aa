import fc from 'fast-check';
import type { Plan } from '../../src/model.js';
import { widthOf } from '../../src/report/layout.js';
import { PLAIN, type Style } from '../../src/report/style.js';
import { textPlan } from '../../src/report/text.js';
import { change, FULL_VIEW, plan, view } from './sample.js';

const at = (width: number, more: Partial<Style> = {}): Style => ({ ...PLAIN, width, ...more });

const WIDE = `Plan 7d3a91c4   bank (o-a1b2c3d4e5)   read 41 s, 12 calls, 1 unknown
2 create · 2 update · 1 replace · 1 adopt · 1 repair · 2 attach · 1 detach · 1 wait · 1 expect   reach 4 of 6 accounts
   estimate 1-5 min (longest: policy-attachment:scp/deny-leave@root)

  1 + unit:Workloads/Prod                                                                                                 manifest.yaml:20:3
      tags.purpose="production"
  2 + policy:scp/deny-leave  + root, unit:Workloads/Prod  waits for 1                                                     manifest.yaml:31:3
      description="Nobody leaves"
  3 ~ account:payments-prod  parent: unit:Sandbox -> unit:Workloads/Prod  waits for 1                            accounts/payments.yaml:40:3
  4 ~ policy:scp/old  - unit:Sandbox
  5 = policy:tag/cost-tags  adopt: same content, only the ownership tag is set                                            manifest.yaml:50:3
  6 ~ policy:scp/protect                                                                                                  manifest.yaml:60:3
      ~ description: "a" -> "b"
      - Deny s3:*  unless PrincipalOrgID = o-a1b2c3d4e5
      + Deny kms:*
  7 ! unit:Old/Place  replace: AWS cannot change it in place, it gets a new id  address: unit:Older/Place -> unit:Old/Place
      manifest.yaml:70:3
  8 » policy-type:rcp  wait for the operation that is running already
  9 » policy-type:tag  AWS does this by itself; awaited and checked
 10 ! unit:Broken  repair: its last operation failed, or left it drifted

Not touched by this plan
   undeclared    unit:tmp-poc
   foreign       policy:scp/theirs (landing-zone)
   not managed   policyTypes, trustedAccess (absent from the manifest: not read, not removed)

Unknown (nothing is created or removed on the strength of it)
   every trusted-access: AccessDeniedException; permission missing: organizations:ListAWSServiceAccessForOrganization

Problems
error   policy:scp/x exists already [not-ours]
warning manifest.yaml:80:3 4 removals in one plan [too-many-removals]
        Allow it in guards.allow.

Guards   2 passed · allowed: lockout at policy:scp/* (CHG-1, until 2026-12-31)
Slots    SCP unit:Full 9 of 10 · SCP root 1 -> 2 of 10
Valid while the 13 facts it read stay true.`;

const NARROW_CHANGES = `
  2 + policy:scp/deny-leave  + root, unit:Workloads/Prod  waits for 1
      manifest.yaml:31:3
      description="Nobody leaves"
  3 ~ account:payments-prod  parent: unit:Sandbox -> unit:Workloads/Prod
      waits for 1                                    accounts/payments.yaml:40:3
`;

describe('textPlan', () => {
  test('says everything at 140 columns', () => {
    expect(textPlan(FULL_VIEW, at(140))).toBe(WIDE);
  });

  test('at 80 columns no line is longer, and places stand below what does not leave them room', () => {
    const text = textPlan(FULL_VIEW, at(80));
    expect(text).toContain(NARROW_CHANGES);
    expect(text.split('\n').filter((line) => widthOf(line) > 80)).toEqual([]);
  });

  test('colour changes no letter, and there is none without it', () => {
    const plain = textPlan(FULL_VIEW, at(140));
    const coloured = textPlan(FULL_VIEW, at(140, { colour: true }));
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[32m+\u001b[39m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes are what it looks for
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  test('a terminal that knows ASCII only gets nothing else', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
    expect(textPlan(FULL_VIEW, at(140, { unicode: false }))).toMatch(/^[\u0000-\u007f]*$/);
  });

  test('an empty plan is one line, and says so even when it has notices', () => {
    const noticed = view({
      changes: [change({ address: 'unit:tmp', kind: 'organizational-unit', action: 'notice', why: 'undeclared' })],
    });
    expect(textPlan(noticed, at(100))).toBe(`Plan 7d3a91c4   bank (o-a1b2c3d4e5)
No changes.

Not touched by this plan
   undeclared    unit:tmp

Guards   2 passed · allowed: none`);
  });

  test('an empty plan that could not see everything does not claim that nothing changes', () => {
    const text = textPlan(view({ unknown: [{ kind: 'account', reason: 'denied' }] }), at(100));
    expect(text).toContain('\nNo changes in what could be read.\n');
  });

  test('the scope is in the first line', () => {
    const [first] = textPlan(view({ scope: ['unit:Workloads', 'account:x'] }), at(100)).split('\n');
    expect(first).toBe('Plan 7d3a91c4   bank (o-a1b2c3d4e5)   scope unit:Workloads, account:x');
  });

  test('a long list of fields is cut, and says how much is missing', () => {
    const fields = Array.from({ length: 15 }, (_, index) => ({ path: `tags.k${index}`, from: 'a', to: 'b' }));
    const changes = [change({ address: 'account:x', kind: 'account', action: 'update', from: {}, to: {}, fields })];
    const text = textPlan(view({ changes }), at(100));
    expect(text).toContain('~ tags.k11: "a" -> "b"\n     and 3 more fields (--format json lists all)');
    expect(text).not.toContain('k12');
  });

  test('control characters and direction marks in names are shown, not obeyed', () => {
    const changes = [
      change({ address: 'unit:\u001b[2Jgone\u202e', kind: 'organizational-unit', action: 'remove', from: {} }),
    ];
    const text = textPlan(view({ changes }), at(100));
    expect(text).toContain('unit:\\u{1b}[2Jgone\\u{202e}');
  });

  test('no address and no place is ever broken or lost, whatever the width', () => {
    const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _.-]{0,40}[a-z]$/);
    const changes = fc.uniqueArray(word, { minLength: 1, maxLength: 12 }).map((names) =>
      names.map((name, index) =>
        change({
          address: index % 3 === 0 ? `policy-attachment:scp/p${index}@unit:${name}` : `unit:${name}`,
          kind: index % 3 === 0 ? 'policy-attachment' : 'organizational-unit',
          action: 'create',
          to: { name, tags: { a: name } },
          origin: { file: `f/${name}.yaml`, line: index + 1, column: 1 },
        }),
      ),
    );
    fc.assert(
      fc.property(changes, fc.integer({ min: 40, max: 200 }), (given, width) => {
        const lines = textPlan({ ...FULL_VIEW, plan: plan({ changes: given }) }, at(width)).split('\n');
        for (const { address, origin } of given) {
          const shown = address.startsWith('unit:') ? address : address.slice(address.indexOf('@') + 1);
          expect(lines.some((line) => line.includes(shown))).toBe(true);
          expect(lines.some((line) => line.includes(`${origin?.file}:${origin?.line}:1`))).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the Slots line', () => {
  const slots = (quotas: Plan['quotas']): string | undefined =>
    textPlan(view({ quotas }), at(200))
      .split('\n')
      .find((line) => line.startsWith('Slots'));

  test('leaves out what is roomy and does not change', () => {
    expect(slots([{ subject: 'SCP a', before: 3, after: 3, limit: 10 }])).toBeUndefined();
  });

  test('puts the fullest first, and marks a limit that no source confirms', () => {
    const quotas = [
      { subject: 'SCP a', before: 3, after: 4, limit: 10 },
      { subject: 'S3 b', before: 9, after: 9, limit: 10, unconfirmed: true },
    ];
    expect(slots(quotas)).toBe('Slots    S3 b 9 of 10 (limit unconfirmed) · SCP a 3 -> 4 of 10');
  });
});
