// Writes the code of custom resources (templates/NAME/index.cjs, in its frame) into templates/NAME.yaml, or with --check
// tells which template is not up to date. Comments stay in the sources: a template has room for 51,200 bytes.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = new URL('../templates/', import.meta.url);
const FRAME = 'custom-resource.cjs';
const INLINE = /^( *)ZipFile: \|\n(?:\1 {2}.*\n|\n)*/m;

/** @returns {Promise<Record<string, string>>} path from the root of the repository -> the template as it should be */
export async function templatesWithCode() {
  const frame = await readFile(new URL(FRAME, folder), 'utf8');
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Object.fromEntries(await Promise.all(names.toSorted().map((name) => withCode(name, frame))));
}

async function withCode(name, frame) {
  const code = await readFile(new URL(`${name}/index.cjs`, folder), 'utf8');
  const template = await readFile(new URL(`${name}.yaml`, folder), 'utf8');
  if (!INLINE.test(template))
    throw new Error(`templates/${name}.yaml has no "ZipFile: |" for templates/${name}/index.cjs`);
  const lines = `${frame}${code}`.split('\n').filter(isDeployed);
  const block = (indent) => lines.map((line) => `${indent}  ${line}\n`).join('');
  return [`templates/${name}.yaml`, template.replace(INLINE, (_, indent) => `${indent}ZipFile: |\n${block(indent)}`)];
}

function isDeployed(line) {
  const text = line.trim();
  return text !== '' && !text.startsWith('//') && !text.startsWith('module.exports') && !text.includes(`'../${FRAME}'`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const stale = [];
  for (const [path, content] of Object.entries(await templatesWithCode())) {
    const file = new URL(`../${path}`, import.meta.url);
    if ((await readFile(file, 'utf8')) === content) continue;
    stale.push(path);
    if (!check) await writeFile(file, content);
  }
  if (check && stale.length > 0) {
    process.stderr.write(`not up to date: ${stale.join(', ')}; run node .ci/templates.mjs, and commit\n`);
    process.exit(1);
  }
}
