import fc from 'fast-check';
import { VirtualClock } from '../../src/clock.js';
import { fitted, withoutHtml } from '../../src/comment/fit.js';
import { masked, maskedMarkdown } from '../../src/comment/mask.js';
import { type CommentOptions, type Posted, postComment } from '../../src/comment/post.js';
import { PROVIDERS, type ProviderName } from '../../src/comment/providers.js';
import { planComment, problemsComment } from '../../src/comment/report.js';
import { TowerctlError } from '../../src/errors.js';
import { change, FULL_VIEW, view } from '../report/sample.js';
import { FakeProvider } from './fake-provider.js';

const TOKEN = 'glpat-5ecretSecretSecret';
const open: FakeProvider[] = [];
const clock = new VirtualClock();

async function provider(name: ProviderName): Promise<FakeProvider> {
  const made = await FakeProvider.open(name);
  open.push(made);
  return made;
}

function post(at: FakeProvider, name: ProviderName, body: string, more: Partial<CommentOptions> = {}): Promise<Posted> {
  const pull = { provider: name, repository: 'bank/organization', number: 12 };
  return postComment({ pull, name: 'plan', body, token: TOKEN, clock, api: at.url, ...more });
}

describe('a comment', () => {
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
  });

  describe.each(PROVIDERS)('a comment on %s', (name) => {
    const marker = name === 'bitbucket' ? '[//]: # (towerctl:plan)' : '<!-- towerctl:plan -->';

    test('is created once, then updated, and left alone when it says the same', async () => {
      const at = await provider(name);
      at.add('looks good to me', '9');
      expect(await post(at, name, 'first plan')).toEqual({ action: 'created', id: '2' });
      expect(await post(at, name, 'second plan')).toEqual({ action: 'updated', id: '2' });
      expect(await post(at, name, 'second plan')).toEqual({ action: 'unchanged', id: '2' });
      expect(at.comments.map(({ body }) => body.replace(/\n+/, ' '))).toEqual([
        'looks good to me',
        `${marker} second plan`,
      ]);
      const headers = at.seen[0]?.headers;
      expect(headers?.['private-token'] ?? headers?.authorization).toBe(name === 'gitlab' ? TOKEN : `Bearer ${TOKEN}`);
    });

    test('is found on a later page, and not taken for one of somebody else or of another name', async () => {
      const at = await provider(name);
      at.add(`${marker}\n\nby a stranger, to be written over`, '9');
      at.add(`${marker.replace('plan', 'other')}\n\nours, of another manifest`);
      at.add(`talks about ${marker}`);
      for (let count = 0; count < 230; count += 1) at.add(`comment ${count}`, '9');
      const own = at.add(`${marker}\n\nours`);
      at.add('later', '9');
      expect(await post(at, name, 'the plan')).toEqual({ action: 'updated', id: String(own.id) });
      expect(own.body).toContain('the plan');
      expect(at.comments[0]?.body).toContain('by a stranger');
      expect(at.seen.filter(({ query }) => query.has('page')).map(({ query }) => query.get('page'))).toEqual([
        '1',
        '2',
        '3',
      ]);
    });

    test('a token that is nobody’s own finds what an app wrote', async () => {
      const at = await provider(name);
      at.me = undefined;
      await post(at, name, 'first');
      expect(await post(at, name, 'second')).toMatchObject({ action: 'updated' });
      expect(at.comments).toHaveLength(1);
    });

    test('a provider that is out of order is asked again; a lost answer makes no second comment', async () => {
      const at = await provider(name);
      const asked = new Map<string, number>();
      at.disturb = ({ method, path }) => {
        const key = `${method} ${path}`;
        const count = (asked.get(key) ?? 0) + 1;
        asked.set(key, count);
        if (count > 1) return undefined;
        return method === 'GET' ? { status: 502, json: { message: 'bad gateway' } } : 'done but cut';
      };
      const before = clock.now();
      await post(at, name, 'the plan');
      expect(at.comments).toHaveLength(1);
      expect(clock.now()).toBeGreaterThan(before);
      // Found again after the answer was lost: the same text, nothing to write.
      expect(at.calls().filter((call) => call.startsWith('POST'))).toHaveLength(1);
    });

    test('a refusal is told with the provider’s words, without the token', async () => {
      const at = await provider(name);
      at.disturb = ({ method }) =>
        method === 'POST' ? { status: 403, json: { message: `no scope for ${TOKEN}` } } : undefined;
      const error = await post(at, name, 'the plan').catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(TowerctlError);
      expect(error).toMatchObject({
        exit: 'denied',
        message: expect.stringContaining('answered 403: no scope for ***'),
      });
      expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain(TOKEN);
      at.disturb = () => ({ status: 401, json: { message: 'Bad credentials' } });
      await expect(post(at, name, 'x')).rejects.toMatchObject({ exit: 'denied' });
      at.disturb = ({ path }) => (path === '/user' ? undefined : { status: 404, json: { message: 'Not Found' } });
      await expect(post(at, name, 'x')).rejects.toThrow('is there such a repository and pull request');
    });

    test('never longer than the provider takes, and says where the whole plan is', async () => {
      const at = await provider(name);
      const lines = Array.from({ length: 40_000 }, (_, index) => `+ line ${index} of a très long plan`);
      const body = `head\n\n<details open><summary>Changes</summary>\n\n\`\`\`diff\n${lines.join('\n')}\n\`\`\`\n\n</details>\n\n_The whole plan: here._\n`;
      await post(at, name, body);
      const text = at.comments[0]?.body ?? '';
      const most = { github: 65_536, gitlab: 1_000_000, bitbucket: 32_768 }[name];
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most);
      expect(text.length).toBeGreaterThan(most * 0.9);
      expect(text).toMatch(/_Cut here: a comment takes no more\._\n\n_The whole plan: here\._\s*$/);
      expect(text.match(/^```/gm)).toHaveLength(2);
      expect(text.match(/<\/details>/g) ?? []).toHaveLength(name === 'bitbucket' ? 0 : 1);
    });
  });

  describe('limits of rate', () => {
    test('GitHub’s secondary limit and its reset are waited for; one that takes too long is not', async () => {
      const at = await provider('github');
      const before = clock.now();
      at.disturb = (_, count) => {
        if (count === 1) return { status: 403, json: { message: 'You have exceeded a secondary rate limit' } };
        if (count === 2) return { status: 429, headers: { 'retry-after': '90' }, json: {} };
        if (count !== 3) return undefined;
        const reset = String(Math.ceil(clock.now() / 1_000) + 200);
        return { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }, json: {} };
      };
      await post(at, 'github', 'the plan');
      expect(clock.now() - before).toBeGreaterThanOrEqual(350_000);
      expect(clock.now() - before).toBeLessThan(360_000);
      at.disturb = () => ({ status: 429, headers: { 'retry-after': '7200' }, json: { message: 'slow down' } });
      await expect(post(at, 'github', 'again')).rejects.toThrow('answered 429: slow down');
    });

    test('what stays out of order ends after some tries', async () => {
      const at = await provider('gitlab');
      at.disturb = () => 'cut';
      await expect(post(at, 'gitlab', 'the plan')).rejects.toThrow('/user could not be reached');
      expect(at.seen).toHaveLength(6);
    });

    test('no token goes to an address without encryption', async () => {
      const at = await provider('github');
      await expect(post(at, 'github', 'x', { api: 'http://github.example/api/v3' })).rejects.toThrow(
        'begins with https://',
      );
      await expect(post(at, 'github', 'x', { api: 'github.example' })).rejects.toMatchObject({ exit: 'usage' });
      expect(at.seen).toEqual([]);
    });
  });

  describe('masking', () => {
    const id = fc.stringMatching(/^[1-9][0-9]{11}$/);
    const email = fc
      .tuple(
        fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._%+'!#$&*=?^{|}~/-]{0,20}$/),
        fc.stringMatching(/^[a-z][a-z0-9-]{0,8}(\.[a-z]{2,5}){1,2}$/),
      )
      .map(([local, domain]) => `${local}@${domain}`);
    const beside = fc.stringMatching(/^[A-Za-z0-9 _:/."'(){}[\]<>@-]{0,6}$/);

    test('no account id and no email address survives, wherever it stands in a plan', () => {
      fc.assert(
        fc.property(id, email, fc.array(beside, { minLength: 12, maxLength: 12 }), (account, address, around) => {
          const text = (at: number): string =>
            `${around[at]}${account}${around[at + 1]} ${around[at + 2]}${address}${around[at + 3]}`;
          const statement = (sid: string): { readonly [key: string]: string } => ({
            Sid: sid,
            Effect: 'Deny',
            Resource: `arn:aws:iam::${account}:role/${sid}`,
          });
          const changes = [
            change({
              address: `account:${text(0)}`,
              kind: 'account',
              action: 'create',
              to: { email: address, tags: { [text(1)]: text(2) } },
            }),
            change({
              address: 'policy:scp/x',
              kind: 'organization-policy',
              action: 'update',
              from: { document: { Statement: [statement('a'), { note: text(3) }] } },
              to: { document: { Statement: [statement('b'), { note: text(4) }] } },
              fields: [{ path: 'document' }, { path: 'description', from: text(3), to: text(4) }],
            }),
            change({
              address: `policy:scp/${text(5)}`,
              kind: 'organization-policy',
              action: 'notice',
              why: 'foreign',
              detail: text(6),
            }),
          ];
          const problems = [{ code: 'x', severity: 'error' as const, message: text(7), hint: text(8) }];
          const unknown = [{ kind: 'account', address: `account:${text(1)}` as const, reason: text(2) }];
          const given = view(
            { changes, problems, unknown, manifest: { name: text(3), digest: '' } },
            { describe: () => [`+ ${text(4)}`, `- ${text(5)}`] },
          );
          const around1 = { isSimulated: false, known: [account, address] };
          for (const shown of [
            maskedMarkdown(given, [account, address]),
            planComment(given, around1),
            problemsComment(text(6), problems, around1),
          ]) {
            expect(shown).not.toContain(account);
            expect(shown.toLowerCase()).not.toContain(address.toLowerCase());
          }
        }),
        { numRuns: 60 },
      );
    });

    test('twice is as good as once; ids inside longer texts and other ways to write them are found', () => {
      expect(masked('logs123456789012eu, 1234-5678-9012, a%40b.example')).toBe(
        'logsxxxxxxxx9012eu, xxxx-xxxx-9012, ***@***',
      );
      expect(masked('99123456789012', ['123456789012'])).toBe('99xxxxxxxx9012');
      const once = maskedMarkdown(FULL_VIEW);
      expect(masked(once)).toBe(once);
    });

    test('a comment is masked once more when it is posted', async () => {
      const at = await provider('github');
      await post(at, 'github', 'account 123456789012 of a@b.example');
      expect(at.comments[0]?.body).toBe('<!-- towerctl:plan -->\naccount xxxxxxxx9012 of ***@***');
    });
  });

  test('a body that fits is left as it is; one line that does not fit is left out', () => {
    expect(fitted('short\n', 100)).toBe('short\n');
    expect(fitted(`head\n${'x'.repeat(500)}\n\n_where_`, 120)).toBe(
      'head\n\n_Cut here: a comment takes no more._\n\n_where_\n',
    );
  });

  test('without HTML: titles in the place of folded parts, nothing changed in code', () => {
    const body =
      '<details open><summary>Changes</summary>\n\n```diff\n<details><summary>x</summary>\n```\n\n</details>\n\nend';
    expect(withoutHtml(body)).toBe('**Changes**\n\n```diff\n<details><summary>x</summary>\n```\n\nend');
  });
});
