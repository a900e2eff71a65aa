import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { TowerctlError } from '../errors.js';

/** Never part of a source: history, and what installs and builds leave. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', 'node_modules', '.towerctl']);
/** A source is text; a pipeline's own limit is far above. */
const MOST_BYTES = 200 * 1024 * 1024;
/** The same folder always makes the same file: by the clock of wherever it runs, which ZIP dates are in. */
const ONE_DATE = new Date(1980, 0, 1);

/**
 * The ZIP file of a source folder, the same bytes for the same files.
 *
 * @throws TowerctlError `failed` where the folder cannot be read, holds a link (it may lead out of the source) or too much.
 */
export async function zipOf(folder: string): Promise<Uint8Array> {
  const files: Zippable = {};
  let bytes = 0;
  for (const path of await filesIn(folder)) {
    const content = await readFile(join(folder, path));
    bytes += content.byteLength;
    if (bytes > MOST_BYTES) throw tooLarge(folder);
    files[path] = content;
  }
  if (bytes === 0) throw new TowerctlError('failed', `--source-dir ${folder} holds no files`);
  return zipSync(files, { mtime: ONE_DATE, level: 6 });
}

/**
 * Whether `zipOf` will take the folder: asked before anything is applied, since it is kept only after that.
 *
 * @throws TowerctlError as `zipOf` does.
 */
export async function checkSource(folder: string): Promise<void> {
  const sizes = await Promise.all((await filesIn(folder)).map(async (path) => (await lstat(join(folder, path))).size));
  if (sizes.reduce((sum, size) => sum + size, 0) > MOST_BYTES) throw tooLarge(folder);
}

const tooLarge = (folder: string): TowerctlError =>
  new TowerctlError('failed', `--source-dir ${folder} holds more than ${MOST_BYTES / 1_048_576} MB`);

/** Paths with `/`, sorted by their characters, whatever the machine. */
async function filesIn(folder: string, below = ''): Promise<string[]> {
  const names = await readdir(join(folder, below)).catch((error: unknown) => {
    throw new TowerctlError('failed', `--source-dir ${join(folder, below)} cannot be read`, [], { cause: error });
  });
  const found: string[] = [];
  for (const name of names.sort()) {
    if (LEFT_OUT.has(name)) continue;
    const path = below === '' ? name : `${below}/${name}`;
    const entry = await lstat(join(folder, path));
    if (entry.isSymbolicLink()) {
      const to = await readlink(join(folder, path));
      throw new TowerctlError('failed', `--source-dir: ${path} is a link to ${to}: put the file itself there`);
    }
    if (entry.isDirectory()) found.push(...(await filesIn(folder, path)));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}
