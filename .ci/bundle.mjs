// What runs in AWS: the command line and the events function as one ZIP file without node_modules, and the CDK app.
// The same sources give the same bytes: builds check the file by its digest.
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { rolldown } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const engine = join(root, 'dist', 'packed');

async function bundle(input, dir, external) {
  const made = await rolldown({ cwd: root, input, platform: 'node', external, logLevel: 'warn' });
  await made.write({
    dir,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: 'chunks/[name]-[hash].mjs',
    // Stack traces that name our functions are worth more than a smaller file.
    minify: false,
  });
  await made.close();
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((file) => relative(folder, file).replaceAll('\\', '/')).sort();
}

await rm(engine, { recursive: true, force: true });
await mkdir(engine, { recursive: true });
await bundle(
  { cli: 'dist/cli/main.js', 'events-function': 'dist/events-function/handler.js' },
  join(engine, 'dist'),
  [],
);
for (const folder of ['manifest', 'templates']) await cp(join(root, folder), join(engine, folder), { recursive: true });
const { name, version, license } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
await writeFile(
  join(engine, 'package.json'),
  `${JSON.stringify({ name, version, license, type: 'module' }, undefined, 2)}\n`,
);
await cp(join(root, 'LICENSE'), join(engine, 'LICENSE'));

const content = {};
for (const file of await filesBelow(engine)) content[file] = await readFile(join(engine, file));
// A fixed date, in local time as ZIP has it: the same bytes wherever it is built.
const zip = zipSync(content, { mtime: new Date(1980, 0, 1), level: 6 });
await writeFile(join(root, 'dist', 'engine.zip'), zip);
// The package carries it once.
await rm(engine, { recursive: true });
await writeFile(
  join(root, 'dist', 'engine.zip.sha256'),
  `${createHash('sha256').update(zip).digest('hex')}  engine.zip\n`,
);

await bundle({ app: 'pipeline/app.ts' }, join(root, 'dist', 'pipeline'), [/^aws-cdk-lib/, /^constructs/]);
