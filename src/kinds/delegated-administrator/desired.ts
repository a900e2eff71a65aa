import { formatOrigin } from '../../errors.js';
import type { DesiredContext } from '../../kind.js';
import type { Desired, NodeName, Origin } from '../../model.js';
import { knownAccount } from '../named-account.js';
import { rootAccessSection } from '../root-access/section.js';
import { delegatedAdministrators, principalsOf } from './section.js';
import { type DelegatedAdministratorSpec, delegatedAdministratorAddress } from './spec.js';

const ROOT_ACCESS = 'iam.amazonaws.com';

/** One service principal, and who is named for it. */
export interface Delegation {
  readonly service: string;
  readonly accounts: readonly { readonly text: string; readonly origin: Origin }[];
  readonly origin: Origin;
}

/** What the manifest says of delegation, `rootAccess.administrator` included; no accounts = `off`. */
export function delegationsOf({ manifest }: Pick<DesiredContext, 'manifest'>): Delegation[] {
  const { key } = delegatedAdministrators;
  const written = Object.entries(manifest.section(delegatedAdministrators) ?? {}).flatMap(([word, value]) => {
    const texts = value === 'off' ? [] : typeof value === 'string' ? [value] : value;
    const accounts = texts.map((text, index) => ({
      text,
      origin: manifest.originOf(key, word, ...(typeof value === 'string' ? [] : [index])),
    }));
    return principalsOf(word).map((service) => ({ service, accounts, origin: manifest.originOf(key, word) }));
  });
  const administrator = manifest.section(rootAccessSection)?.administrator;
  if (administrator === undefined) return written;
  const origin = manifest.originOf(rootAccessSection.key, 'administrator');
  return [...written, { service: ROOT_ACCESS, accounts: [{ text: administrator, origin }], origin }];
}

export function* desired(context: DesiredContext): Generator<Desired<DelegatedAdministratorSpec>> {
  const known = new Map<string, Desired<DelegatedAdministratorSpec>>();
  const said = new Set<Origin>();
  for (const { service, accounts: written, origin } of delegationsOf(context)) {
    const address = delegatedAdministratorAddress(service);
    const accounts = written.map(({ text, origin: at }) => {
      // A word that means several registrations is written once.
      const problem: DesiredContext['problem'] = said.has(at) ? () => {} : context.problem;
      const account = knownAccount({ ...context, problem }, text, {
        code: 'delegated-administrator-account',
        address,
        origin: at,
      });
      if (account === undefined) said.add(at);
      return account;
    });
    // One that is misspelt must not count as one that is to go.
    if (!accounts.every((account) => account !== undefined)) continue;
    const one: Desired<DelegatedAdministratorSpec> = {
      address,
      spec: { service, accounts: [...new Set<NodeName>(accounts)].sort() },
      origin,
      ...(accounts.length === 0 && { absent: true }),
    };
    const other = known.get(service);
    if (other !== undefined) sayContradiction(context, one, other);
    else known.set(service, one);
  }
  yield* known.values();
}

/** `rootAccess.administrator` and `delegatedAdministrators.iam` are two words for one thing. */
function sayContradiction(
  { problem }: DesiredContext,
  one: Desired<DelegatedAdministratorSpec>,
  other: Desired<DelegatedAdministratorSpec>,
): void {
  if (one.spec.accounts.join() === other.spec.accounts.join()) return;
  problem({
    code: 'contradiction',
    address: one.address,
    origin: one.origin,
    message: `the administrator of ${one.spec.service} is ${namesOf(one)} here and ${namesOf(other)} at ${formatOrigin(other.origin)}`,
    hint: 'keep one of the two',
  });
}

function namesOf({ spec }: Desired<DelegatedAdministratorSpec>): string {
  return spec.accounts.length === 0 ? 'nobody' : spec.accounts.join(', ');
}
