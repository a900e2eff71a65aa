import { hintsOf, selectsByTags } from '../kinds/hints.js';
import type { LiveOrganization } from '../kinds/live-organization.js';
import type { Manifest } from '../manifest/manifest.js';
import type { EngineOptions } from './options.js';
import { openOrganization } from './organization.js';

/** The organization that events speak of by id. A plan that follows in the same session does not read it again. */
export async function placeOfEvents(
  manifest: Manifest,
  { aws }: Pick<EngineOptions, 'aws'>,
): Promise<LiveOrganization> {
  const { homeRegion, memberRoles } = manifest.organization;
  const home = aws.inHomeRegion(homeRegion, memberRoles);
  return openOrganization(home, manifest, hintsOf(manifest), selectsByTags(manifest));
}
