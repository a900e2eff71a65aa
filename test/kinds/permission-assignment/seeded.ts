import type { Json, JsonObject, Plan } from '../../../src/model.js';
import { type Behaviour, unkind } from '../../../src/simulator/index.js';
import { identityLines } from '../../support/identity-text.js';
import { actions as actionsOf, Bench } from '../../support/organization.js';

const BASE = `organizationalUnits: { Sandbox: { existing: true } }
accounts:
  payments-dev: { id: "300000000002" }
  payments-prod: { id: "300000000001" }
`;
export const DEVELOPER = {
  managed: ['PowerUserAccess'],
  tags: { 'towerctl:manifest': 'test', 'towerctl:key': 'Developer' },
};

export const yaml = (text: string): string => `${BASE}${text}`;
export const SETS = 'permissionSets: { Developer: { managed: [PowerUserAccess] } }\n';
export const DECLARED = 'permissionSets: { Developer: { managed: [PowerUserAccess], authority: declared } }\n';

export function bench(identityCenter: JsonObject, behaviour: Behaviour = unkind): Bench {
  return new Bench({ ...behaviour, seed: { identityCenter } });
}

export function assigned(b: Bench, set: string): string[] {
  return identityLines(b.simulator).filter((line) => line.startsWith('assignment') && line.includes(`-> ${set} @`));
}

/** What a plan does, but for taking over the accounts that are declared. */
export const actions = (plan: Plan): string[] =>
  actionsOf(plan).filter((action) => !action.startsWith('adopt account:'));

export const problems = ({ problems: found }: Plan): string[] =>
  found.map(({ code, message, hint, origin }) => `${origin?.line} ${code}: ${message}; ${hint}`);

export const seeded = (assignments: readonly Json[], more: JsonObject = {}): JsonObject => ({
  users: ['mia', 'jo'],
  groups: { developers: {}, 'old-ops': {}, scim: { external: true } },
  permissionSets: { Developer: DEVELOPER },
  assignments,
  ...more,
});
export const has = (who: JsonObject, accounts: readonly string[], permissionSet = 'Developer'): JsonObject => ({
  ...who,
  permissionSet,
  accounts,
});
