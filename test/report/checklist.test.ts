import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Checklist } from '../../src/checklist/verdict.js';
import { textChecklist } from '../../src/report/checklist.js';
import { jsonChecklist } from '../../src/report/checklist-json.js';
import { markdownChecklist } from '../../src/report/checklist-markdown.js';
import { checklistContract, checklistJsonSchema } from '../../src/report/checklist-schema.js';
import { widthOf } from '../../src/report/layout.js';
import { PLAIN } from '../../src/report/style.js';

const nothing = { advice: [], missingPermissions: [], judged: 'requests that are tried' };
const NAMES = Array.from({ length: 12 }, (_, index) => `account-${index + 1}`);

const SAMPLE: Checklist = {
  organizationId: 'o-exampleorg1',
  manifest: 'bank',
  controlTower: 'landing zone 4.0',
  seconds: 12.4,
  calls: [{ api: 'organizations:ListAccounts', calls: 40, throttled: 1 }],
  rows: [
    {
      ...nothing,
      id: '1A-1',
      title: 'All features are on',
      verdict: 'met',
      count: { met: 3, of: 3, noun: 'place' },
      evidence: [{ state: 'met', text: 'all features are on' }],
    },
    {
      ...nothing,
      id: '1A-4',
      title: 'Nobody can act as root in a member account',
      verdict: 'partly',
      count: { met: 8, of: 20, noun: 'account' },
      evidence: [
        { state: 'not met', text: 'the root user is not denied in 12 of 20 accounts', about: NAMES },
        { state: 'note', text: 'suspended or closed, not counted', about: ['old-project', '300000000006'] },
      ],
      advice: ['Deny the root user.'],
      manifest: 'accounts:\n  crm: { email: aws+crm@example.com }\npolicyTypes:\n  scp: on',
    },
    {
      ...nothing,
      id: '1B-2',
      title: 'AWS Config records',
      verdict: 'not assessed',
      evidence: [{ state: 'note', text: 'this version does not read it' }],
    },
    {
      ...nothing,
      id: '3-2',
      title: 'What can be delegated is delegated',
      verdict: 'unknown',
      evidence: [{ state: 'unknown', text: 'organizations:ListDelegatedAdministrators: AccessDeniedException: no' }],
      advice: ['Grant organizations:ListDelegatedAdministrators, and look again.'],
      missingPermissions: ['organizations:ListDelegatedAdministrators'],
    },
  ],
};

describe('as text', () => {
  test('verdicts with their numbers, evidence, what to do, the lines to paste', () => {
    expect(
      textChecklist(SAMPLE, { ...PLAIN, width: 100 }),
    ).toBe(`Checklist 1 met, 1 partly, 1 unknown, 1 not assessed   bank (o-exampleorg1)   landing zone 4.0
   read 12 seconds, 40 calls

1  A new account is as it should be by itself
 ✓ 1A-1  All features are on                                                      met, 3 of 3 places
         + all features are on
 ~ 1A-4  Nobody can act as root in a member account                         partly, 8 of 20 accounts
         - the root user is not denied in 12 of 20 accounts: account-1, account-2, account-3,
           account-4, account-5, account-6, account-7, account-8 and 4 more
           suspended or closed, not counted: old-project, 300000000006
         > Deny the root user.
         In the manifest:
           accounts:
             crm: { email: aws+crm@example.com }
           policyTypes:
             scp: on
 · 1B-2  AWS Config records                                                             not assessed

3  The management account is not used day to day
 ? 3-2   What can be delegated is delegated                                                  unknown
         ? organizations:ListDelegatedAdministrators: AccessDeniedException: no
         > Grant organizations:ListDelegatedAdministrators, and look again.`);
  });

  test.each([80, 140])('no prose runs over %i columns', (width) => {
    for (const line of textChecklist(SAMPLE, { ...PLAIN, width }).split('\n')) {
      expect(widthOf(line)).toBeLessThanOrEqual(width);
    }
  });

  test('what comes from people cannot steer the terminal', () => {
    const [row] = SAMPLE.rows;
    if (row === undefined) throw new Error('the sample has rows');
    const evil = {
      ...SAMPLE,
      rows: [{ ...row, evidence: [{ state: 'note' as const, text: 'x', about: ['\u001b[2Jevil'] }] }],
    };
    expect(textChecklist(evil, PLAIN)).not.toContain('\u001b');
  });
});

describe('as markdown', () => {
  const text = markdownChecklist(SAMPLE, PLAIN);

  test('a table a part, details folded, nothing of what is not assessed but its line', () => {
    expect(text).toContain('### towerctl checklist for `bank`: 1 met, 1 partly, 1 unknown, 1 not assessed');
    expect(text).toContain('| 1A-4 | Nobody can act as root in a member account | partly, 8 of 20 accounts |');
    expect(text).toContain('| 3-2 | What can be delegated is delegated | **unknown** |');
    expect(text).toContain('<details><summary>1A-4: partly, 8 of 20 accounts</summary>');
    expect(text).not.toContain('<details><summary>1B-2');
  });

  test('account ids and addresses are masked', () => {
    expect(text).toContain('xxxxxxxx0006');
    expect(text).not.toMatch(/\d{12}|aws\+crm/);
  });

  test('a name cannot become markup', () => {
    const rows = SAMPLE.rows.map((row) => ({ ...row, title: '</summary>|`x`<script>[a](b) @team' }));
    const made = markdownChecklist({ ...SAMPLE, rows }, PLAIN);
    expect(made).not.toContain('<script>');
    expect(made).toContain('\\</summary\\>\\|\\`x\\`\\<script\\>\\[a\\](b) \\@team');
  });
});

describe('as JSON', () => {
  test('is what the contract says, names whole', () => {
    const parsed: unknown = JSON.parse(jsonChecklist(SAMPLE, PLAIN));
    expect(new Ajv2020({ strict: false }).compile(checklistContract())(parsed)).toBe(true);
    expect(checklistJsonSchema.parse(parsed).rows[1]?.evidence[0]?.about).toEqual(NAMES);
    expect(parsed).toMatchObject({
      version: 1,
      counts: { met: 1, partly: 1, 'not met': 0, unknown: 1, 'not assessed': 1 },
    });
  });

  test('docs/reference/checklist.schema.json is that contract', () => {
    const file = new URL('../../docs/reference/checklist.schema.json', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(checklistContract(), undefined, 2)}\n`);
  });
});
