import type { DesiredContext } from '../../kind.js';
import type { Address, NodeName } from '../../model.js';
import { accountNamed, knownAccount } from '../named-account.js';

interface Written {
  readonly section: string;
  readonly key: string;
  /** The first address that it is about. */
  readonly address: Address;
}

/** The account that `administrator:` names; undefined = the management account, which needs no registration and cannot have one. */
export function administratorIn(
  context: DesiredContext,
  { section, key, address }: Written,
  written: string | undefined,
): NodeName | undefined {
  if (written === undefined || written === 'management') return undefined;
  const administrator = accountNamed(context.organization, written);
  if (context.organization.get(administrator)?.management === true) return undefined;
  const origin = context.manifest.originOf(section, key, 'administrator');
  knownAccount(context, written, { code: 'config-administrator', address, origin });
  return administrator;
}
