import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { TowerctlError } from '../errors.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Host } from './host.js';
import type { ManifestOptions } from './options.js';
import { version } from './version.js';

const USUAL = ['manifest/manifest.yaml', 'manifest.yaml'];

/** One lies where it is looked for when none is named. */
export function hasManifest(host: Host): boolean {
  return USUAL.some((file) => existsSync(resolve(host.cwd, file)));
}

/** @throws TowerctlError `usage` when none is named and none is where it usually is. */
export function findManifest(options: ManifestOptions, host: Host): string {
  if (options.manifest !== undefined) return resolve(host.cwd, options.manifest);
  const found = USUAL.map((file) => resolve(host.cwd, file)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new TowerctlError('usage', `no ${USUAL.join(' and no ')} here: name the manifest with -m FILE`);
}

/** @throws TowerctlError `manifest` with everything that is wrong with it. */
export async function readManifest(options: ManifestOptions, host: Host): Promise<Manifest> {
  const file = findManifest(options, host);
  const { loadManifest } = await import('../manifest/load.js');
  const { KINDS } = await import('../kinds/index.js');
  return loadManifest(file, {
    sections: KINDS.flatMap((kind) => [...kind.sections]),
    kinds: KINDS.map((kind) => kind.name),
    engineVersion: version(),
    ...(options.variables === undefined ? {} : { variables: variablesFile(options.variables, host) }),
  });
}

/** Where the user stands, or beside the manifest, as the manifest itself would name it: the loader looks there. */
function variablesFile(given: string, host: Host): string {
  const here = resolve(host.cwd, given);
  return existsSync(here) ? here : given;
}

/** Where the inverse of a plan is written: beside the manifest, or here when there is none. */
export function undoFileFor(planId: string, folder: string): string {
  return join(folder, '.towerctl', `undo-${planId}.json`);
}

export function folderOf(options: ManifestOptions, host: Host): string {
  return dirname(findManifest(options, host));
}
