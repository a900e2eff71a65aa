// Writes the generated files, or with --check tells which of them are not up to date. Works on the built dist/.
import { readFile, writeFile } from 'node:fs/promises';
import { templatesWithCode } from './templates.mjs';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const from = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
const { KINDS } = await from('kinds/index.js');
const { kindsReference } = await from('kinds/reference.js');
const { manifestJsonSchema } = await from('manifest/schema.js');
const { guardsReference } = await from('guards/reference.js');
const { coverage, coverageMarkdown } = await from('simulator/coverage.js');
const { cliReference } = await from('cli/reference.js');
const { planContract } = await from('report/plan-schema.js');
const { checklistContract } = await from('report/checklist-schema.js');

const json = (value) => `${JSON.stringify(value, undefined, 2)}\n`;
const files = {
  'manifest/manifest.schema.json': json(manifestJsonSchema(KINDS.flatMap((kind) => kind.sections))),
  'docs/reference/plan.schema.json': json(planContract()),
  'docs/reference/checklist.schema.json': json(checklistContract()),
  'docs/reference/kinds.md': kindsReference(),
  'docs/reference/guards.md': guardsReference(),
  'docs/reference/cli.md': cliReference(),
  'docs/reference/simulator-coverage.md': coverageMarkdown(await coverage()),
  ...(await templatesWithCode()),
};

const stale = [];
for (const [path, content] of Object.entries(files)) {
  const file = new URL(`../${path}`, import.meta.url);
  if (process.argv.includes('--check')) {
    if ((await readFile(file, 'utf8').catch(() => '')) !== content) stale.push(path);
  } else await writeFile(file, content);
}
if (stale.length > 0) {
  process.stderr.write(`not up to date: ${stale.join(', ')}; run npm run generate, and commit\n`);
  process.exit(1);
}
