import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/cli/run.js';
import { FakeHost } from './fake-host.js';
import { smallManifest } from './small-manifest.js';

const VARIABLES = { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' };

/** Runs `towerctl sandbox` until the test is done with it; resolves when it has printed its URL. */
async function serve(folder: string, ...options: string[]): Promise<{ url: string; stop(): Promise<number> }> {
  const host = new FakeHost({ cwd: folder });
  let ready: (url: string) => void = () => {};
  const url = new Promise<string>((resolve) => {
    ready = resolve;
  });
  host.stdout.write = (text) => ready(text.trim());
  const ended = run(['sandbox', '--port', '0', ...options], host);
  return {
    url: await Promise.race([url, ended.then((code) => `ended with ${code}: ${host.stderr.text}`)]),
    stop: () => {
      host.interrupt('SIGTERM');
      return ended;
    },
  };
}

async function towerctl(cwd: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const host = new FakeHost({ cwd });
  const code = await run(args, host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

describe('towerctl sandbox', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  test('serves towerctl itself over HTTP; SIGTERM stops it and keeps its state', async () => {
    const folder = smallManifest();
    const { url, stop } = await serve(folder, '--state', 'org.json');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    process.env = { ...before, ...VARIABLES, AWS_ENDPOINT_URL: url };
    expect(await towerctl(folder, 'apply', '--approve', '--pace', 'off')).toMatchObject({ code: 0 });
    expect(await towerctl(folder, 'plan', '--detailed-exitcode', '--pace', 'off')).toMatchObject({ code: 0 });
    expect(await stop()).toBe(0);
    expect(existsSync(join(folder, 'org.json'))).toBe(true);
    expect(await towerctl(folder, 'plan', '--detailed-exitcode', '--sandbox', '--state', 'org.json')).toMatchObject({
      code: 0,
    });
  });

  test.each([
    'User: arn:aws:iam::123456789012:user/x is not authorized to perform: organizations:ListPolicies',
    'You do not have permissions to access this resource: organizations:ListPolicies',
  ])('5: what may not be read is unknown: %s', async (message) => {
    const folder = smallManifest();
    const { url, stop } = await serve(folder);
    process.env = { ...before, ...VARIABLES, AWS_ENDPOINT_URL: url };
    const operation = 'organizations:ListPolicies';
    const fault = { operation, code: 'AccessDeniedException', message, times: 'always' };
    const injected = await fetch(`${url}/_sandbox/faults`, { method: 'POST', body: JSON.stringify(fault) });
    expect(injected.ok).toBe(true);
    const { code, out } = await towerctl(folder, 'plan', '--pace', 'off');
    expect(code).toBe(5);
    expect(out).toContain('Unknown (nothing is created or removed on the strength of it)');
    expect(out).toContain('organizations:ListPolicies');
    expect(out).not.toContain('+ policy:scp/deny-leave');
    expect(await towerctl(folder, 'drift', '--pace', 'off', '--scope', 'unit:Security')).toMatchObject({ code: 5 });
    await stop();
  });

  test('a port that is taken is said in words', async () => {
    const { url, stop } = await serve(smallManifest());
    const { code, err } = await towerctl('.', 'sandbox', '--port', new URL(url).port);
    expect(code).toBe(1);
    expect(err).toContain('is taken: give another with --port');
    await stop();
  });
});
