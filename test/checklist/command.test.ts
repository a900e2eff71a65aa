import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/run.js';
import { checklistJsonSchema } from '../../src/report/checklist-schema.js';
import { FakeHost } from '../cli/fake-host.js';
import { smallManifest } from '../cli/small-manifest.js';

async function towerctl(cwd: string, line: string): Promise<{ code: number; out: string; err: string }> {
  const host = new FakeHost({ cwd });
  const code = await run(line.split(' '), host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

const empty = (): string => mkdtempSync(join(tmpdir(), 'towerctl-'));

describe('towerctl checklist', () => {
  test('without a manifest and without one in the usual place', async () => {
    const { code, out } = await towerctl(empty(), 'checklist --sandbox');
    expect(code).toBe(0);
    expect(out).toMatch(/^Checklist \d+ /);
    expect(out).toContain('legacy-crm');
    expect(out).not.toContain('small');
  });

  test('with the manifest that lies there, or not, as told', async () => {
    const folder = smallManifest();
    expect((await towerctl(folder, 'checklist --sandbox')).out).toContain('small (o-exampleorg1)');
    expect((await towerctl(folder, 'checklist --sandbox -m manifest.yaml')).out).toContain('small (o-exampleorg1)');
    expect((await towerctl(folder, 'checklist --sandbox --no-manifest')).out).not.toContain('small');
    expect((await towerctl(folder, 'checklist --sandbox -m nothing.yaml')).code).toBe(3);
  });

  test('as a gate it ends with 2, and says the same', async () => {
    const folder = empty();
    const gate = await towerctl(folder, 'checklist --sandbox --fail-on not-met');
    expect(gate.code).toBe(2);
    expect(gate.out).toContain('not met');
    expect((await towerctl(folder, 'checklist --sandbox --fail-on met')).code).toBe(64);
  });

  test('JSON on stdout alone, and markdown that is masked', async () => {
    const json = await towerctl(empty(), 'checklist --sandbox --format json');
    const { rows, organizationId } = checklistJsonSchema.parse(JSON.parse(json.out));
    expect(rows).toHaveLength(19);
    expect(organizationId).toBe('o-exampleorg1');
    const { out } = await towerctl(empty(), 'checklist --sandbox --format markdown');
    expect(out).toContain('### towerctl checklist');
    expect(out).not.toMatch(/\d{12}|@example\.com/);
  });

  test('nobody signed in is an error, not a report of unknowns', async () => {
    const before = { ...process.env };
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      AWS_CONFIG_FILE: '/nonexistent',
    });
    try {
      const { code, err, out } = await towerctl(empty(), 'checklist');
      expect({ code, out }).toEqual({ code: 5, out: '' });
      expect(err).toContain('add --sandbox');
    } finally {
      process.env = before;
    }
  });
});
