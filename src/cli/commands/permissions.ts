import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EXIT } from '../../errors.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { PermissionOptions } from '../../permissions/document.js';
import type { DeclaringKind, PermissionRole } from '../../permissions/policies.js';
import type { NamedPolicy } from '../../report/permissions.js';
import type { Host } from '../host.js';
import { hasManifest, readManifest } from '../manifest-file.js';
import type { PermissionsOptions } from '../options.js';
import { styleOf } from '../terminal.js';

/** Prints the policy documents of a role, or writes each into a file. Asks AWS nothing. */
export async function permissions(role: PermissionRole, options: PermissionsOptions, host: Host): Promise<number> {
  const manifest = await manifestFor(options, host);
  const kinds = await kindsFor(manifest, options.declared === true);
  const place = await placeOf(manifest, options);
  const { policiesOf } = await import('../../permissions/policies.js');
  const documents = policiesOf(role, kinds, place);
  const policies = documents.map((document, index) => ({ name: `towerctl-${role}-${index + 1}`, document }));
  if (options.out !== undefined) await writeAll(resolve(host.cwd, options.out), policies, host);
  else if (options.format === 'json') host.stdout.write(`${JSON.stringify(policies, undefined, 2)}\n`);
  else {
    const { textPermissions } = await import('../../report/permissions.js');
    const { besideOf } = await import('../../permissions/beside.js');
    const { notesOf } = await import('../../permissions/notes.js');
    const style = styleOf(host.stdout, host, options.color);
    host.stdout.write(`${textPermissions(policies, besideOf(documents), notesOf(role, kinds, place), style)}\n`);
  }
  return EXIT.done;
}

/** One file a policy, as `aws iam create-policy --policy-document file://...` takes it. */
async function writeAll(folder: string, policies: readonly NamedPolicy[], host: Host): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, document } of policies) {
    const file = join(folder, `${name}.json`);
    await writeFile(file, `${JSON.stringify(document, undefined, 2)}\n`);
    host.stdout.write(`${file}\n`);
  }
}

async function manifestFor(options: PermissionsOptions, host: Host): Promise<Manifest | undefined> {
  const { manifest, ...rest } = options;
  if (manifest === false || (manifest === undefined && !hasManifest(host))) return undefined;
  return readManifest({ ...rest, ...(manifest === undefined ? {} : { manifest: resolve(host.cwd, manifest) }) }, host);
}

/** All kinds, so that a section can be added without a new role; or those alone that the manifest has a section for. */
async function kindsFor(manifest: Manifest | undefined, onlyDeclared: boolean): Promise<readonly DeclaringKind[]> {
  const { KINDS } = await import('../../kinds/index.js');
  if (!manifest || !onlyDeclared) return KINDS;
  return KINDS.filter(({ readsSections }) => readsSections.some((key) => !manifest.unmanaged.includes(key)));
}

async function placeOf(manifest: Manifest | undefined, options: PermissionsOptions): Promise<PermissionOptions> {
  const { accountId, bucket, keyArn } = options;
  const { placeIn } = await import('../../kinds/permission-place.js');
  return {
    ...(manifest && placeIn(manifest)),
    ...(accountId !== undefined && { managementAccountId: accountId }),
    ...(bucket !== undefined && { runBucket: { name: bucket, ...(keyArn !== undefined && { keyArn }) } }),
  };
}
