import { MOST_BYTES, markdownPlan } from '../../src/report/markdown.js';
import { maskAccountData } from '../../src/report/mask.js';
import { PLAIN } from '../../src/report/style.js';
import { change, FULL_VIEW, view } from './sample.js';

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

describe('markdownPlan', () => {
  test('puts what a diff block colours at the front of the line', () => {
    const text = markdownPlan(FULL_VIEW, PLAIN);
    expect(text).toContain('### towerctl plan `7d3a91c4` for `bank`\n\n**2 create · 2 update');
    expect(text).toMatch(/^\+ 1 unit:Workloads\/Prod {2,}manifest\.yaml:20:3$/m);
    expect(text).toMatch(/^! 4 policy:scp\/old {2}- unit:Sandbox$/m);
    expect(text).toMatch(/^- {5}Deny s3:\*/m);
    expect(text).toContain('<details open><summary>Problems: 1 error, 1 warning</summary>');
    expect(text.match(/<details/g)).toHaveLength(5);
    expect(text.match(/<\/details>/g)).toHaveLength(5);
  });

  test('holds no account id and no email address', () => {
    const changes = [
      change({
        address: 'account:123456789012',
        kind: 'account',
        action: 'create',
        to: { email: 'aws+pay@bank.example', arn: 'arn:aws:iam::123456789012:root' },
      }),
    ];
    const problems = [{ code: 'x', severity: 'error' as const, message: 'no account 210987654321 of a@b.example' }];
    const text = markdownPlan(view({ changes, problems }), PLAIN);
    expect(text).not.toMatch(/\d{12}|@bank|@b\.example/);
    expect(text).toContain('account:xxxxxxxx9012');
  });

  test('stays under the limit of a comment, says what is cut, and closes what it opened', () => {
    const changes = Array.from({ length: 5_000 }, (_, index) =>
      change({
        address: `unit:Ünit ${index}`,
        kind: 'organizational-unit',
        action: 'create',
        to: { note: 'x'.repeat(50) },
      }),
    );
    const problems = Array.from({ length: 500 }, (_, index) => ({
      code: 'x',
      severity: 'error' as const,
      message: `problem ${index} ${'words '.repeat(40)}`,
    }));
    const text = markdownPlan(view({ changes, problems }), PLAIN);
    expect(bytes(text)).toBeLessThanOrEqual(MOST_BYTES + 1);
    expect(text).toMatch(/# \d+ more lines left out: run `towerctl plan` to see all of it/);
    expect(text.match(/<details/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  test('nothing inside can end its code block or become a heading of the comment', () => {
    const evil = '``` \n# hello @team <img src=x> ```` ';
    const changes = [change({ address: `unit:${evil}`, kind: 'organizational-unit', action: 'create', to: {} })];
    const text = markdownPlan(view({ changes, manifest: { name: '`x`\n# y', digest: '' } }), PLAIN);
    expect(text).toContain('`````diff');
    expect(text.split('\n')[0]).toBe("### towerctl plan `7d3a91c4` for `'x' # y`");
  });

  test('an empty plan is short', () => {
    expect(markdownPlan(view(), PLAIN)).toMatch(
      /^### .*\n\n\*\*No changes\.\*\*\n\n<details><summary>Guards: 2 passed/,
    );
  });
});

test.each([
  ['123456789012', 'xxxxxxxx9012'],
  [
    'arn:aws:organizations::123456789012:account/o-abc/210987654321',
    'arn:aws:organizations::xxxxxxxx9012:account/o-abc/xxxxxxxx4321',
  ],
  ['1234567890123', '1234567890123'],
  ['aws+x.y@mail.bank.example', '***@***'],
  ['policy-attachment:scp/x@root', 'policy-attachment:scp/x@root'],
  ['policy-attachment:scp/x@unit:A.B', 'policy-attachment:scp/x@unit:A.B'],
])('maskAccountData(%s)', (given, masked) => {
  expect(maskAccountData(given)).toBe(masked);
});
