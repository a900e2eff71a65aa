import { setRecorder } from '../../../src/simulator/services/config/for-services.js';
import { removeRole, restoreRole, setRootUser } from '../../../src/simulator/services/iam/for-services.js';
import { identityCenterState } from '../../../src/simulator/services/sso/state.js';
import type { Bench } from '../../support/organization.js';

type Deed = (bench: Bench, input: Readonly<Record<string, unknown>>) => void;

const DAY_MS = 86_400_000;

const text = (input: Readonly<Record<string, unknown>>, name: string): string => {
  const value = input[name];
  if (typeof value !== 'string') throw new Error(`edits: ${name} is missing`);
  return value;
};

/** What happens inside accounts, where nobody of ours could call an API. */
const DEEDS: Readonly<Record<string, Deed>> = {
  deleteRole: ({ simulator }, input) => removeRole(simulator.world, text(input, 'account'), text(input, 'role')),
  layCustomerPolicy: ({ simulator }, input) => {
    const { customerPolicies } = identityCenterState(simulator.world);
    const account = text(input, 'account');
    const arn = `arn:aws:iam::${account}:policy${text(input, 'path')}`;
    customerPolicies[account] = [...(customerPolicies[account] ?? []), arn];
  },
  setRecorder: ({ simulator }, input) => {
    const state = text(input, 'state');
    if (state !== 'on' && state !== 'off' && state !== 'none') throw new Error(`edits: ${state} is no recorder`);
    setRecorder(simulator.world, { accountId: text(input, 'account'), region: text(input, 'region') }, state);
  },
  setRootUser: ({ clock, simulator }, input) => {
    const days = input['keyUsedDaysAgo'];
    const key = { id: 'AKIASCENARIO0000WXYZ', active: true, createdAt: 0 };
    setRootUser(simulator.world, text(input, 'account'), {
      ...(input['password'] === true && { password: { createdAt: clock.now() } }),
      keys: typeof days === 'number' ? [{ ...key, lastUsedAt: clock.now() - days * DAY_MS }] : [],
      mfaDevices: [],
      certificates: [],
    });
  },
  restoreRole: ({ simulator }, input) => restoreRole(simulator.world, text(input, 'account'), text(input, 'role')),
};

export const isDeed = (call: string): boolean => Object.hasOwn(DEEDS, call);

/** Names have become ids already. */
export function doInTheWorld(bench: Bench, call: string, input: Readonly<Record<string, unknown>>): void {
  DEEDS[call]?.(bench, input);
}
