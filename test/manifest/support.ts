import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatOrigin, TowerctlError } from '../../src/errors.js';
import type { Section } from '../../src/kind.js';
import { accounts } from '../../src/kinds/account/section.js';
import { policies } from '../../src/kinds/organization-policy/section.js';
import { organizationalUnits } from '../../src/kinds/organizational-unit/section.js';
import { policyTypes } from '../../src/kinds/policy-type/section.js';
import { trustedAccess } from '../../src/kinds/trusted-access/section.js';
import { type LoadOptions, loadManifest } from '../../src/manifest/load.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { Problem } from '../../src/model.js';

export const SECTIONS: readonly Section[] = [organizationalUnits, accounts, policyTypes, trustedAccess, policies];

export const HEAD = `version: 1
name: example
organization: { id: o-exampleorg1, homeRegion: ap-northeast-1 }
`;

const folders: string[] = [];

/** A folder with these files, which the suite removes at its end. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

type Files = Readonly<Record<string, string | Buffer>>;

export function loadFrom(folder: string, options: Partial<LoadOptions> = {}): Promise<Manifest> {
  return loadManifest(join(folder, 'manifest.yaml'), { sections: SECTIONS, engineVersion: '0.1.0', ...options });
}

export function load(manifest: string, files: Files = {}, options: Partial<LoadOptions> = {}): Promise<Manifest> {
  return loadFrom(folderWith({ 'manifest.yaml': HEAD + manifest, ...files }), options);
}

export async function problemsIn(loading: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await loading;
  } catch (error) {
    if (error instanceof TowerctlError && error.exit === 'manifest') return error.problems;
    throw error;
  }
  return [];
}

/** `FILE:LINE:COLUMN CODE MESSAGE; HINT`, one line for each problem. */
export async function linesOf(loading: Promise<unknown>): Promise<string[]> {
  return (await problemsIn(loading)).map(
    ({ origin, code, message, hint }) =>
      `${origin ? formatOrigin(origin) : '-'} ${code} ${message}${hint === undefined ? '' : `; ${hint}`}`,
  );
}

/** The problems of a manifest that begins with HEAD: its first own line is line 4. */
export function complaints(manifest: string, files: Files = {}, options: Partial<LoadOptions> = {}): Promise<string[]> {
  return linesOf(load(manifest, files, options));
}
