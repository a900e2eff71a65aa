import type { Clock } from '../../clock.js';
import { TowerctlError } from '../../errors.js';
import type { NodeName } from '../../model.js';
import type { RootAuditResult, RootFinding } from '../../root/result.js';
import type { Surroundings } from '../surroundings.js';
import type { AuditResultPlace } from './spec.js';
import { placeName, storedResult } from './stored.js';

/** What a plan and the checklist believe of the dated result of the audit. */

const RUN = 'run `towerctl root audit`';
const DAY_MS = 86_400_000;

/** The result, or why it cannot be believed. */
export async function believable(
  aws: Pick<Surroundings, 'rootAudits' | 'live'>,
  place: AuditResultPlace,
): Promise<RootAuditResult | string> {
  try {
    const result = await storedResult(aws, place);
    if (!result) return `the root users of members were never audited (${placeName(place)} is not there): ${RUN}`;
    const { id } = aws.live.organization;
    if (result.organizationId === id) return result;
    return `${placeName(place)} is the audit of ${result.organizationId}, not of ${id}: ${RUN}`;
  } catch (error) {
    if (error instanceof TowerctlError) return error.message;
    throw error;
  }
}

/** Whole days since an account was looked at. */
export function ageInDays(clock: Clock, { at }: Pick<RootFinding, 'at'>): number {
  return Math.floor((clock.now() - Date.parse(at)) / DAY_MS);
}

/** Why one account's finding decides nothing; undefined = it does. */
export function doubt(
  clock: Clock,
  finding: RootFinding | undefined,
  { maxAge }: Pick<AuditResultPlace, 'maxAge'>,
): string | undefined {
  if (!finding) return `the account was not audited: ${RUN}`;
  const days = ageInDays(clock, finding);
  if (days >= maxAge) return `the audit of ${finding.at.slice(0, 10)} is ${days} days old (maxAge ${maxAge}): ${RUN}`;
  if (finding.state === 'blocked')
    return `the audit was blocked by ${finding.reason}: let AssumeRoot pass (ExemptAssumeRoot of AWS-GR_RESTRICT_ROOT_USER, or a condition on aws:AssumedRoot), then ${RUN}`;
  if (finding.state === 'unknown') return `it could not be audited: ${finding.reason}; then ${RUN}`;
  return undefined;
}

/**
 * Accounts that Organizations makes while RootCredentialsManagement is on have no root credentials. It was on when an
 * account was first audited with success, and it is on now.
 */
export async function madeWithoutCredentials(
  { iam, live }: Pick<Surroundings, 'iam' | 'live'>,
  { accounts }: RootAuditResult,
): Promise<(account: NodeName) => boolean> {
  const audited = Object.values(accounts).flatMap(({ state, at }) => (state === 'unknown' ? [] : [Date.parse(at)]));
  const since = Math.min(...audited);
  const features = await iam.organizationFeatures();
  if (features === 'no trusted access' || !features.includes('credentials-management')) return () => false;
  return (account) => {
    const node = live.nodes.get(account);
    return node?.joinedAt !== undefined && node.joinedAt > since && node.invited !== true;
  };
}
