import type { Aws } from '../aws/session.js';
import type { Clock } from '../clock.js';
import { quarantineOf } from '../kinds/account/quarantine.js';
import { accounts } from '../kinds/account/section.js';
import type { LiveNode, LiveOrganization } from '../kinds/live-organization.js';
import { liveHold } from '../kinds/ownership.js';
import type { Manifest } from '../manifest/manifest.js';
import type { NodeName } from '../model.js';
import { Organization } from '../organization.js';

/** The tag index lags by minutes; after a day it is believed. */
const YOUNG_MS = 86_400_000;

/**
 * Whether an account is held decides whether people are let in, so the index is not believed about those that it calls
 * held, nor about those that are so young that it may not know yet. Others are not asked: no call for them.
 */
export async function confirmHolds(
  manifest: Manifest,
  live: LiveOrganization,
  { aws, clock }: { readonly aws: Aws; readonly clock: Clock },
): Promise<LiveOrganization> {
  const doubtful = Object.entries(manifest.section(accounts) ?? {}).flatMap(([key, entry]): LiveNode[] => {
    const node = live.nodes.get(`account:${key}`);
    const { held } = live.organization.get(`account:${key}`) ?? {};
    if (!node || (held === undefined && !isYoung(node, clock.now()))) return [];
    return held !== undefined || quarantineOf(manifest, key, entry) ? [node] : [];
  });
  if (doubtful.length === 0 || !(await aws.tags.bulk())) return live;
  const confirmed = new Map<NodeName, { held?: string }>(
    await Promise.all(
      doubtful.map(
        async ({ name, id }) =>
          [name, liveHold(await aws.tags.confirm(id), manifest.name)] as [NodeName, { held?: string }],
      ),
    ),
  );
  const nodes = [...live.organization.nodes.values()].map((node) => {
    const found = confirmed.get(node.name);
    if (!found) return node;
    const { held: _, ...rest } = node;
    return { ...rest, ...found };
  });
  return { ...live, organization: new Organization(live.organization.id, nodes) };
}

function isYoung({ joinedAt }: LiveNode, now: number): boolean {
  return joinedAt !== undefined && now - joinedAt < YOUNG_MS;
}
