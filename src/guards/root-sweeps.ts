import type { RootCredentialsSpec } from '../kinds/root-credentials/spec.js';
import type { Address } from '../model.js';
import type { GuardInput } from './guard.js';
import { removals } from './picture.js';

/** The root credentials that a plan deletes, account by account. */
export function rootSweeps(input: GuardInput): { readonly address: Address; readonly spec: RootCredentialsSpec }[] {
  return removals(input, 'root-credentials').map(({ address, from }) => ({
    address,
    spec: from as RootCredentialsSpec,
  }));
}
