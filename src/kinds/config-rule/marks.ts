import { CONFIG_LIMITS } from '../../facts/config.js';
import type { ManagedBy } from '../../model.js';

/** Organization rules carry no tags: whose one is stands at the end of its description. */
const MARK = /\s*\[towerctl:([A-Za-z0-9][A-Za-z0-9_.-]{0,63})\]$/;

/** The description as it is sent. */
export function marked(description: string | undefined, manifestName: string): string {
  const mark = `[towerctl:${manifestName}]`;
  return description === undefined ? mark : `${description} ${mark}`;
}

/** Characters that are left for the manifest's own words. */
export function descriptionRoom(manifestName: string): number {
  return CONFIG_LIMITS.description - marked('', manifestName).length;
}

/** The manifest's own words and whose the rule is, told apart again. */
export function unmarked(
  text: string | undefined,
  manifestName: string,
): { readonly description?: string; readonly managedBy: ManagedBy; readonly owner?: string } {
  const owner = MARK.exec(text ?? '')?.[1];
  const words = (text ?? '').replace(MARK, '');
  const description = words === '' ? {} : { description: words };
  if (owner === undefined) return { ...description, managedBy: 'nobody' };
  if (owner === manifestName) return { ...description, managedBy: 'us' };
  return { ...description, managedBy: 'someone-else', owner: `towerctl manifest ${owner}` };
}
