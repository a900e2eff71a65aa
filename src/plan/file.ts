import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TowerctlError } from '../errors.js';
import type { Plan } from '../model.js';
import { digestOf } from './digest.js';

export interface PlanFile {
  readonly digest: string;
  readonly plan: Plan;
}

/** What a plan file holds. */
export function planFileText(plan: Plan): string {
  const file: PlanFile = { digest: digestOf(plan), plan };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Written beside itself first, so that a plan file is never half there. Readable by its owner only: it holds policy texts. */
export async function writePlanFile(path: string, plan: Plan): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, planFileText(plan), { mode: 0o600 });
  await rename(`${path}.part`, path);
}

/** Refuses a file that is not a plan, is of a later format, or was changed after it was written. */
export async function readPlanFile(path: string): Promise<PlanFile> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new TowerctlError(
      'usage',
      `${path}: the plan file cannot be read (${error instanceof Error ? error.message : String(error)})`,
    );
  });
  return planFileOf(path, text);
}

/** The same for a plan that lies somewhere else. `path`: how it is named to people. */
export function planFileOf(path: string, text: string): PlanFile {
  const file = parse(path, text);
  if (file.plan.format !== 1) {
    throw new TowerctlError(
      'usage',
      `${path}: plan format ${String(file.plan.format)} is not known to this version of towerctl; plan again with this version`,
    );
  }
  const digest = digestOf(file.plan);
  if (digest !== file.digest) {
    throw new TowerctlError(
      'usage',
      `${path}: the plan was changed after it was written (digest ${digest.slice(0, 8)} instead of ${file.digest.slice(0, 8)}); plan again`,
    );
  }
  return file;
}

function parse(path: string, text: string): PlanFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TowerctlError(
      'usage',
      `${path}: not a plan file: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const file = value as Partial<PlanFile> | null;
  if (typeof file?.digest !== 'string' || typeof file.plan !== 'object' || !Array.isArray(file.plan?.changes)) {
    throw new TowerctlError(
      'usage',
      `${path}: not a plan file: it has no "digest" and "plan"; write one with \`towerctl plan --out FILE\``,
    );
  }
  return file as PlanFile;
}
