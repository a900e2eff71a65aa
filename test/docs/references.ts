import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { globSync } from 'tinyglobby';

/** Something in a Markdown file that claims to be a file or a folder of this repository. */
export interface Reference {
  /** As written, without its anchor. */
  readonly path: string;
  readonly anchor?: string;
  readonly line: number;
  readonly kind: 'link' | 'code';
}

const REPOSITORY_FOLDERS = ['src', 'test', 'docs', 'manifest', 'templates', 'pipeline', '.ci'];
const FILE_NAME = /^[\w.@-]+(?:\/[\w.@*-]+)*\.(?:ts|js|md|ya?ml|json)$/;

/** Relative links everywhere, and inline code that looks like a path of this repository; fenced blocks are not read. */
export function referencesIn(markdown: string): Reference[] {
  const found: Reference[] = [];
  outsideFences(markdown).forEach((text, index) => {
    const line = index + 1;
    for (const [, target = ''] of text.matchAll(/\]\(([^()\s]+)(?:\s+"[^"]*")?\)/g)) {
      if (/^[a-z][a-z+.-]*:/i.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      found.push({ path, line, kind: 'link', ...(anchor !== undefined && { anchor }) });
    }
    for (const [, code = ''] of text.matchAll(/`([^`]+)`/g)) {
      if (looksLikePath(code)) found.push({ path: code, line, kind: 'code' });
    }
  });
  return found;
}

/** Why a reference leads nowhere; undefined when it leads somewhere. `file` is relative to `root`. */
export function complaint(
  root: string,
  file: string,
  reference: Reference,
  read: (file: string) => string,
): string | undefined {
  const beside = join(dirname(file), reference.path);
  const candidates = reference.kind === 'link' ? [beside] : [reference.path, beside];
  const target = reference.path === '' ? file : candidates.find((path) => exists(root, path));
  if (target === undefined) return `${file}:${reference.line} names ${reference.path}, which does not exist`;
  if (reference.anchor === undefined || !target.endsWith('.md')) return undefined;
  if (headingsOf(read(target)).includes(reference.anchor)) return undefined;
  return `${file}:${reference.line} links to #${reference.anchor}, which is no heading of ${target}`;
}

function outsideFences(markdown: string): string[] {
  let fence: string | undefined;
  return markdown.split('\n').map((line) => {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (fence === undefined && mark !== undefined) fence = mark;
    else if (fence !== undefined && mark?.startsWith(fence)) fence = undefined;
    else if (fence === undefined) return line;
    return '';
  });
}

function looksLikePath(code: string): boolean {
  // Placeholders (`src/kinds/<kind>/`), scopes of npm packages and what a run leaves behind are no files of ours.
  if (/[<>{}$:\s]/.test(code) || code.startsWith('@') || code.startsWith('.towerctl')) return false;
  const [first = ''] = code.split('/');
  if (code.includes('/') && REPOSITORY_FOLDERS.includes(first)) return true;
  return code.includes('/') && FILE_NAME.test(code);
}

function exists(root: string, path: string): boolean {
  if (!path.includes('*')) return existsSync(join(root, path));
  return globSync(posix.normalize(path), { cwd: root, onlyFiles: false }).length > 0;
}

/** Anchors as GitHub makes them: lower case, punctuation gone, spaces to hyphens. */
function headingsOf(markdown: string): string[] {
  return outsideFences(markdown).flatMap((line) => {
    const title = /^#{1,6}\s+(.*)$/.exec(line)?.[1];
    if (title === undefined) return [];
    return [
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ];
  });
}
