import { writeFile } from 'node:fs/promises';
import { TowerctlError } from '../errors.js';

/**
 * Writes what the next lines of a build read (`set -a; . ./stage.env`): `NAME='value'`, one a line, safe for any POSIX
 * shell. A value is one line: line breaks become spaces.
 *
 * @throws TowerctlError `failed` where the file cannot be written, `bug` for a name that is none.
 */
export async function writeEnv(file: string, values: Readonly<Record<string, string>>): Promise<void> {
  const text = envText(values);
  try {
    await writeFile(file, text, { mode: 0o600 });
  } catch (error) {
    throw new TowerctlError('failed', `--env ${file} cannot be written`, [], { cause: error });
  }
}

/** What `writeEnv` writes. */
export function envText(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (!/^[A-Z][A-Z0-9_]*$/.test(name)) throw new TowerctlError('bug', `"${name}" is no name of a variable`);
      return `${name}='${oneLine(value).replaceAll("'", `'\\''`)}'\n`;
    })
    .join('');
}

/** No shell and no pipeline takes a control character in a variable. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}
