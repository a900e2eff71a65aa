import type { DesiredContext } from '../../kind.js';
import { selectAccounts } from '../../manifest/targets.js';
import type { Desired, NodeName } from '../../model.js';
import { rootAccessSection, type SweepException } from '../root-access/section.js';
import { type AuditResultPlace, type RootCredentialsSpec, rootCredentialsAddress } from './spec.js';

/** Nothing, for every account that is swept; what is excepted keeps what it has, and the plan says why. */
export function* desired(context: DesiredContext): Generator<Desired<RootCredentialsSpec>> {
  const { manifest, organization } = context;
  const { sweep, audit } = manifest.section(rootAccessSection) ?? {};
  if (!sweep || !audit) return;
  const result: AuditResultPlace = { bucket: audit.bucket, key: audit.key, maxAge: sweep.maxAge };
  const kept = exceptions(context, sweep.exclude ?? []);
  const origin = manifest.originOf(rootAccessSection.key, 'sweep', 'targets');
  for (const account of selectAccounts(organization, { targets: sweep.targets })) {
    if (organization.get(account)?.management) continue;
    const exception = kept.get(account);
    yield {
      address: rootCredentialsAddress(account),
      spec: { account, password: false, accessKeys: [], signingCertificates: 0, mfaDevices: 0, result },
      origin: exception?.origin ?? origin,
      absent: true,
      ...(exception && { held: exception.words }),
    };
  }
}

interface Exception {
  readonly origin: Desired['origin'];
  readonly words: string;
}

function exceptions(context: DesiredContext, given: readonly SweepException[]): ReadonlyMap<NodeName, Exception> {
  const { manifest, organization, problem, today } = context;
  const kept = new Map<NodeName, Exception>();
  for (const [index, { targets, reason, until }] of given.entries()) {
    const origin = manifest.originOf(rootAccessSection.key, 'sweep', 'exclude', index);
    if (until !== undefined && today !== undefined && until < today) {
      problem({
        code: 'exception-expired',
        severity: 'warning',
        origin,
        message: `the exception from the sweep of root credentials ended on ${until} (${reason}): its accounts are swept`,
        hint: 'remove it, or set a new until date if the reason still holds',
      });
      continue;
    }
    const words = `kept: ${reason}${until === undefined ? '' : `, until ${until}`}`;
    for (const account of selectAccounts(organization, { targets }))
      if (!kept.has(account)) kept.set(account, { origin, words });
  }
  return kept;
}
