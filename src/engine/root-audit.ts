import { TowerctlError } from '../errors.js';
import type { Listener } from '../events.js';
import { hintsOf } from '../kinds/hints.js';
import type { LiveOrganization } from '../kinds/live-organization.js';
import { rootAccessSection } from '../kinds/root-access/section.js';
import type { Manifest } from '../manifest/manifest.js';
import type { NodeName } from '../model.js';
import { nodesInScope } from '../plan/scope.js';
import { auditAccounts } from '../root/audit.js';
import { parseResult, type RootAuditResult, type RootFinding, resultText, withFindings } from '../root/result.js';
import type { EngineOptions } from './options.js';
import { openOrganization } from './organization.js';

export interface RootAudit {
  /** What was found, by account, in the order of the organization. */
  readonly findings: ReadonlyMap<NodeName, RootFinding>;
  /** What was found, as it is written down. */
  readonly result: RootAuditResult;
  /** `s3://BUCKET/KEY`; absent where the manifest names no place. */
  readonly written?: string;
}

const READING = 'root users of members';

/**
 * Looks at the root user of every active member (of those in scope) through sts:AssumeRoot, and writes the dated result
 * where the manifest says. Changes nothing else.
 *
 * @throws TowerctlError `failed` where the bucket is not there, or something else lies at the key: before anything is audited.
 */
export async function rootAuditRun(
  manifest: Manifest,
  options: EngineOptions & { readonly scope?: readonly string[] },
): Promise<RootAudit> {
  const { clock, listener = () => {}, scope = [] } = options;
  const { homeRegion, memberRoles } = manifest.organization;
  const aws = options.aws.inHomeRegion(homeRegion, memberRoles);
  const live = await openOrganization(aws, manifest, hintsOf(manifest), false);
  const place = manifest.section(rootAccessSection)?.audit;
  const name = place && `s3://${place.bucket}/${place.key}`;
  if (place && !(await aws.s3.hasBucket(place.bucket))) {
    throw new TowerctlError(
      'failed',
      `rootAccess.audit: there is no bucket ${place.bucket} in ${homeRegion} that the management account can see: create it first`,
    );
  }
  const earlier = place && (await aws.rootAudits().read(place));
  if (name !== undefined && earlier !== undefined) parseResult(earlier, name);
  const findings = await look(aws, live, { clock, listener, scope });
  const byId = Object.fromEntries([...findings].map(([account, finding]) => [live.names.idOf(account), finding]));
  const { id } = live.organization;
  if (!place || name === undefined) return { findings, result: withFindings(undefined, id, byId, clock.now()) };
  let result = withFindings(undefined, id, byId, clock.now());
  await aws.rootAudits().update(place, (text) => {
    // A whole audit is the whole truth: accounts that have left are not kept. A part of it keeps the rest.
    const known = text === undefined || scope.length === 0 ? undefined : parseResult(text, name);
    result = withFindings(known, id, byId, clock.now());
    return resultText(result);
  });
  return { findings, result, written: name };
}

async function look(
  aws: EngineOptions['aws'],
  { organization, names }: LiveOrganization,
  { clock, listener, scope }: { clock: EngineOptions['clock']; listener: Listener; scope: readonly string[] },
): Promise<ReadonlyMap<NodeName, RootFinding>> {
  const inScope = scope.length === 0 ? undefined : nodesInScope(scope, [organization]);
  const accounts = organization.accounts().filter((account) => {
    const node = organization.get(account);
    return node?.state === undefined && !node?.management && (inScope?.has(account) ?? true);
  });
  listener({ code: 'read-started', at: clock.now(), kind: READING });
  const found = await auditAccounts(
    aws,
    clock,
    accounts.map((account) => names.idOf(account)),
  );
  listener({ code: 'read-finished', at: clock.now(), kind: READING, found: found.size });
  return new Map(
    accounts.flatMap((account): [NodeName, RootFinding][] => {
      const finding = found.get(names.idOf(account));
      return finding ? [[account, finding]] : [];
    }),
  );
}
