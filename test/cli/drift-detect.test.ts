import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/run.js';
import { FakeHost } from './fake-host.js';

const KEPT = '--sandbox --state org.json';

const MANIFEST = `version: 1
name: test
organization: { id: o-exampleorg1, homeRegion: ap-northeast-1 }
organizationalUnits: { Sandbox: { existing: true } }
stackBaselines:
  defaults: { template: one.json, targets: [Sandbox/**], regions: [ap-northeast-1] }
`;
const TEMPLATE = {
  Resources: { Size: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: '/size', Value: '1' } } },
};

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'towerctl-test-'));
  writeFileSync(join(made, 'manifest.yaml'), MANIFEST);
  writeFileSync(join(made, 'one.json'), JSON.stringify(TEMPLATE));
  return made;
}

async function towerctl(cwd: string, line: string): Promise<{ code: number; out: string; err: string }> {
  const host = new FakeHost({ cwd });
  const code = await run(line.split(' '), host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

test('a detection says what it blocks, waits, and the report follows', async () => {
  const at = folder();
  expect(await towerctl(at, `apply --approve ${KEPT}`)).toMatchObject({ code: 0 });
  const found = await towerctl(at, `drift --detect ${KEPT}`);
  expect(found).toMatchObject({ code: 0 });
  expect(found.err).toContain('nothing else can be done to them meanwhile');
  expect(found.out).not.toContain('stack-baseline:');
});

test('a detection looks into whole StackSets', async () => {
  const refused = await towerctl(folder(), `drift --detect --scope unit:Sandbox ${KEPT}`);
  expect(refused).toMatchObject({ code: 64 });
  expect(refused.err).toContain('it takes no --scope');
});
