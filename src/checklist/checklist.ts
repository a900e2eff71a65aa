import type { Aws } from '../aws/session.js';
import type { Clock } from '../clock.js';
import type { Listener } from '../events.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Evidence } from './evidence.js';
import { readEvidence } from './reading.js';
import { ROWS } from './rows.js';
import type { Checklist, ChecklistRow } from './verdict.js';

export interface ChecklistOptions {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly listener?: Listener;
  /** Its names are used, and the units it declares are expected. Without one, AWS's own names are. */
  readonly manifest?: Manifest;
}

/**
 * How far the organization is from the target state. Reads once, judges every row by it, writes nothing.
 *
 * @throws TowerctlError `failed` when the manifest is for another organization, `denied` without usable credentials.
 *   What may not be read makes rows unknown and does not throw.
 */
export async function checklistRun({ aws, clock, listener, manifest }: ChecklistOptions): Promise<Checklist> {
  const startedAt = clock.now();
  listener?.({ code: 'read-started', at: startedAt, kind: 'organization' });
  const evidence = await readEvidence(aws, clock, manifest);
  const organization = evidence.organization.known ? evidence.organization.value : undefined;
  const found = organization?.tree.nodes.size ?? 0;
  listener?.({ code: 'read-finished', at: clock.now(), kind: 'organization', found });
  return {
    ...(organization && { organizationId: organization.id }),
    ...(manifest && { manifest: manifest.name }),
    controlTower: controlTowerWords(evidence),
    rows: judgeRows(evidence),
    seconds: (clock.now() - startedAt) / 1_000,
    calls: aws.calls(),
  };
}

/** Pure: the same evidence always comes to the same verdicts. */
export function judgeRows(evidence: Evidence): ChecklistRow[] {
  return ROWS.map(({ id, title, judged, assess }) => ({ id, title, judged, ...assess(evidence) }));
}

function controlTowerWords({ controlTower }: Evidence): string {
  if (!controlTower.known) return 'Control Tower not readable';
  if (controlTower.value === undefined) return 'no landing zone';
  const { version, status } = controlTower.value;
  return `landing zone ${version}${status === 'ACTIVE' ? '' : ` (${status})`}`;
}
