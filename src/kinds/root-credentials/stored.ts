import type { Clock } from '../../clock.js';
import { parseResult, type RootAuditResult, type RootFinding, resultText, withFindings } from '../../root/result.js';
import type { Surroundings } from '../surroundings.js';
import type { AuditResultPlace } from './spec.js';

/** `s3://BUCKET/KEY`, as people write it. */
export function placeName({ bucket, key }: AuditResultPlace): string {
  return `s3://${bucket}/${key}`;
}

/** What the last audit wrote; undefined where there is nothing. @throws what S3 answers, or that it is no result. */
export async function storedResult(
  aws: Pick<Surroundings, 'rootAudits'>,
  place: AuditResultPlace,
): Promise<RootAuditResult | undefined> {
  const text = await aws.rootAudits(place.region).read(place);
  return text === undefined ? undefined : parseResult(text, placeName(place));
}

/** Writes one account's finding into the result, whatever else is in it. */
export async function record(
  aws: Surroundings,
  clock: Clock,
  place: AuditResultPlace,
  accountId: string,
  finding: RootFinding,
): Promise<void> {
  const { organization } = aws.live;
  await aws.rootAudits(place.region).update(place, (text) => {
    const known = text === undefined ? undefined : parseResult(text, placeName(place));
    return resultText(withFindings(known, organization.id, { [accountId]: finding }, clock.now()));
  });
}
