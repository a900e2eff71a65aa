import { closeSync, constants, existsSync, fstatSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, posix, resolve, sep } from 'node:path';
import { globSync } from 'tinyglobby';
import { TowerctlError } from '../errors.js';
import type { Origin } from '../model.js';
import { fullBudget, LIMITS } from './limits.js';
import { didYouMean, type Problems, quote } from './problems.js';
import type { SourceNode } from './source.js';
import { parseText } from './yaml.js';

/**
 * The files of one manifest. Every path is relative to the manifest's folder and written with `/`; nothing outside the
 * folder is ever opened, symbolic links included, and a file is read once.
 */
export class ManifestFiles {
  /** Absolute, links resolved. */
  readonly folder: string;
  /** The manifest's own name. */
  readonly main: string;
  readonly #problems: Problems;
  readonly #read = new Map<string, SourceNode | undefined>();
  readonly #budget = fullBudget();

  /** @throws TowerctlError `manifest` when the folder itself is not there. */
  constructor(file: string, problems: Problems) {
    this.#problems = problems;
    this.main = basename(file);
    try {
      this.folder = realpathSync(dirname(resolve(file)));
    } catch {
      throw new TowerctlError('manifest', `there is no folder ${quote(dirname(file))}; name a manifest with -m FILE`);
    }
  }

  /** Every file that was read, by its path, with its content. */
  get contents(): ReadonlyMap<string, SourceNode | undefined> {
    return this.#read;
  }

  /** The file's content with positions; undefined when it cannot be read, which has then been reported at `from`. */
  read(path: string, from: Origin): SourceNode | undefined {
    const name = this.#inside(path, from);
    if (name === undefined) return undefined;
    if (this.#read.has(name)) return this.#read.get(name);
    const content = this.#load(name, from);
    this.#read.set(name, content);
    return content;
  }

  /** Files that match a pattern of `*`, `**` and `?`, sorted; a path without any of them is the file itself. */
  match(pattern: string, from: Origin): readonly string[] {
    if (!/[*?]/.test(pattern)) return [pattern];
    if (/[[\]{}()!\\]/.test(pattern)) {
      this.#problems.add(
        'manifest-value',
        from,
        `the pattern ${quote(pattern)} is too clever`,
        'only *, ** and ? stand for something',
      );
      return [];
    }
    const name = this.#inside(pattern, from);
    if (name === undefined || this.#leadsOut(name.replace(/(^|\/)[^/]*[*?].*$/, ''), from)) return [];
    const found = globSync(pattern, {
      cwd: this.folder,
      ignore: ['**/node_modules/**', '**/.git/**'],
      followSymbolicLinks: false,
      expandDirectories: false,
    });
    if (found.length === 0) {
      this.#problems.add(
        'manifest-file',
        from,
        `${quote(pattern)} matches no file`,
        'remove the entry, or correct the pattern',
      );
    }
    return found.filter((name) => name !== this.main).sort();
  }

  /** The path as it is kept, or undefined (and reported) when it leads out of the folder. */
  #inside(path: string, from: Origin): string | undefined {
    const name = posix.normalize(path);
    const why =
      path.length === 0 || path.length > 1024
        ? 'is not a file name'
        : path.includes('\0') || path.includes('\\')
          ? 'holds a character that a path must not have'
          : posix.isAbsolute(path) || /^[A-Za-z]:/.test(path)
            ? 'is an absolute path'
            : name === '..' || name.startsWith('../')
              ? 'lies outside the folder of the manifest'
              : undefined;
    if (why === undefined) return name;
    this.#problems.add(
      'manifest-file',
      from,
      `the file ${quote(path)} ${why}`,
      'name a file inside the folder of the manifest, relative to it',
    );
    return undefined;
  }

  /** The file's text; undefined when it cannot be read, which has then been reported at `from`. */
  text(path: string, from: Origin): string | undefined {
    const name = this.#inside(path, from);
    return name === undefined ? undefined : this.#text(name, from);
  }

  #load(name: string, from: Origin): SourceNode | undefined {
    const text = this.#text(name, from);
    return text === undefined ? undefined : parseText(text, name, this.#problems, this.#budget);
  }

  #text(name: string, from: Origin): string | undefined {
    this.#budget.files -= 1;
    if (this.#budget.files < 0) {
      this.#problems.add('manifest-limit', from, `the manifest has more than ${LIMITS.files} files`);
      return undefined;
    }
    try {
      if (name !== this.main && this.#leadsOut(name, from)) return undefined;
      const bytes = readLimited(join(this.folder, name));
      if (typeof bytes === 'string') this.#problems.add('manifest-limit', from, `the file ${quote(name)} ${bytes}`);
      return typeof bytes === 'string' ? undefined : decode(bytes, name, this.#problems);
    } catch (error) {
      this.#reportUnreadable(name, from, error);
      return undefined;
    }
  }

  /** Whether symbolic links make a path end outside of the folder; what is not there leads nowhere. */
  #leadsOut(name: string, from: Origin): boolean {
    const path = join(this.folder, name);
    if (!existsSync(path)) return false;
    const real = realpathSync(path);
    if (real === this.folder || real.startsWith(this.folder + sep)) return false;
    const hint = 'copy what is needed into the folder of the manifest';
    const message = `${quote(name)} is a symbolic link that leads out of the folder`;
    this.#problems.add('manifest-file', from, message, hint);
    return true;
  }

  #reportUnreadable(name: string, from: Origin, error: unknown): void {
    const code = error !== null && typeof error === 'object' && 'code' in error ? String(error.code) : 'unknown error';
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      const why = code === 'ELOOP' ? 'is a symbolic link that leads to itself' : `cannot be read (${code})`;
      this.#problems.add('manifest-file', from, `the file ${quote(name)} ${why}`);
      return;
    }
    const folder = posix.dirname(name);
    const beside = namesIn(join(this.folder, folder)).map((other) => posix.join(folder, other));
    this.#problems.add('manifest-file', from, `the file ${quote(name)} does not exist`, didYouMean(name, beside));
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The bytes of a regular file, or in words why it is refused. Never waits for a pipe, never reads more than the limit. */
function readLimited(path: string): Buffer | string {
  const handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile()) return 'is not a regular file';
    if (stat.size > LIMITS.fileBytes) {
      return `has ${stat.size.toLocaleString('en')} bytes; ${LIMITS.fileBytes.toLocaleString('en')} is the most`;
    }
    const bytes = Buffer.alloc(stat.size);
    let length = 0;
    for (let read = -1; length < bytes.length && read !== 0; length += read) {
      read = readSync(handle, bytes, length, bytes.length - length, null);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

function decode(bytes: Buffer, file: string, problems: Problems): string | undefined {
  const start: Origin = { file, line: 1, column: 1 };
  const hint = 'save the file as UTF-8';
  const mark = bytes.subarray(0, 2).toString('latin1');
  if (mark === '\xff\xfe' || mark === '\xfe\xff') {
    problems.add('manifest-encoding', start, 'is UTF-16, not UTF-8', hint);
    return undefined;
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    problems.add(
      'manifest-encoding',
      positionOf(bytes, nul, file),
      'holds a NUL byte: it is not a text file, or not UTF-8',
      hint,
    );
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    problems.add(
      'manifest-encoding',
      positionOf(bytes, firstInvalid(bytes), file),
      'holds a byte that is not UTF-8',
      hint,
    );
    return undefined;
  }
}

/** Offset of the first byte that UTF-8 does not allow. */
function firstInvalid(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  let offset = 0;
  for (const character of text) {
    if (character === '\ufffd' && bytes.subarray(offset, offset + 3).toString('hex') !== 'efbfbd') return offset;
    offset += Buffer.byteLength(character);
  }
  return 0;
}

function positionOf(bytes: Buffer, offset: number, file: string): Origin {
  const before = bytes.subarray(0, offset).toString('utf8').split('\n');
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
