import { TowerctlError } from '../../src/errors.js';
import type { DesiredContext } from '../../src/kind.js';
import { declaredOrganization } from '../../src/manifest/organization.js';
import type { Desired, LandingZone } from '../../src/model.js';
import { manifestOf } from './organization.js';

type DesiredOf<Spec> = (context: DesiredContext) => Iterable<Desired<Spec>>;

export interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly landingZone?: LandingZone;
}

/** What a manifest asks of one kind, and what is said about it: `manifest.yaml:9:5 error code: message -> hint`. */
export async function desiredBy<Spec>(desired: DesiredOf<Spec>, text: string, { files, landingZone }: Given = {}) {
  const manifest = await manifestOf(text, files);
  const problems: string[] = [];
  const context: DesiredContext = {
    manifest,
    organization: declaredOrganization(manifest),
    ...(landingZone && { landingZone }),
    problem: ({ code, message, origin, hint, severity }) => {
      const place = origin ? `${origin.file}:${origin.line}:${origin.column}` : '';
      problems.push(`${place} ${severity ?? 'error'} ${code}: ${message}${hint === undefined ? '' : ` -> ${hint}`}`);
    },
  };
  return { found: [...desired(context)], problems };
}

/** Why a manifest is not even loaded. */
export async function refusalsOf(text: string, files: Given['files'] = {}): Promise<string[]> {
  try {
    await manifestOf(text, files);
  } catch (error) {
    if (!(error instanceof TowerctlError)) throw error;
    return error.problems.map(({ origin, message, hint }) => `${origin?.line}:${origin?.column} ${message} -> ${hint}`);
  }
  return [];
}
