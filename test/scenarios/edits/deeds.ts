import { removeRole, restoreRole } from '../../../src/simulator/services/iam/for-services.js';
import type { Bench } from '../../support/organization.js';

type Deed = (bench: Bench, input: Readonly<Record<string, unknown>>) => void;

const text = (input: Readonly<Record<string, unknown>>, name: string): string => {
  const value = input[name];
  if (typeof value !== 'string') throw new Error(`edits: ${name} is missing`);
  return value;
};

/** What happens inside accounts, where nobody of ours could call an API. */
const DEEDS: Readonly<Record<string, Deed>> = {
  deleteRole: ({ simulator }, input) => removeRole(simulator.world, text(input, 'account'), text(input, 'role')),
  restoreRole: ({ simulator }, input) => restoreRole(simulator.world, text(input, 'account'), text(input, 'role')),
};

export const isDeed = (call: string): boolean => Object.hasOwn(DEEDS, call);

/** Names have become ids already. */
export function doInTheWorld(bench: Bench, call: string, input: Readonly<Record<string, unknown>>): void {
  DEEDS[call]?.(bench, input);
}
