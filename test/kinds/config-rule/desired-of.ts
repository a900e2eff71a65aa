import { TowerctlError } from '../../../src/errors.js';
import type { DesiredContext } from '../../../src/kind.js';
import { desired } from '../../../src/kinds/config-rule/desired.js';
import { declaredOrganization } from '../../../src/manifest/organization.js';
import type { LandingZone } from '../../../src/model.js';
import { Organization } from '../../../src/organization.js';
import { manifestOf } from '../../support/organization.js';

const TREE = `organizationalUnits:
  Workloads: { children: { Prod: {}, NonProd: {} } }
  Sandbox: {}
accounts:
  master: { id: "300000000000", management: true, ou: root }
  payments: { id: "300000000001", ou: Workloads/Prod, tags: { data: card } }
  tools: { id: "300000000002", ou: Workloads }
  dev: { id: "300000000003", ou: Workloads/NonProd }
  play: { id: "300000000004", ou: Sandbox }
`;

export const FILES = { 'a.guard': 'rule a { x exists }\n', 'empty.guard': ' \n', 'long.guard': 'x'.repeat(10_001) };

/** What the manifest's rules become, and what is said about them. */
export async function desiredOf(
  rules: string,
  {
    landingZone,
    states = {},
    more = [],
  }: { landingZone?: LandingZone; states?: Record<string, string>; more?: readonly `account:${string}`[] } = {},
) {
  const manifest = await manifestOf(`${TREE}configRules:\n${rules}`, FILES);
  const problems: string[] = [];
  const declared = declaredOrganization(manifest);
  const nodes = [...declared.nodes.values()].map((node) => {
    const state = states[node.name];
    return state === undefined ? node : { ...node, state };
  });
  const others = more.map((name) => ({ name, parent: 'unit:Sandbox' as const, tags: {}, declared: false, live: true }));
  const context: DesiredContext = {
    manifest,
    organization: new Organization(declared.id, [...nodes, ...others]),
    ...(landingZone && { landingZone }),
    problem: ({ code, message, origin, hint, severity }) => {
      const place = origin ? `${origin.file}:${origin.line}:${origin.column}` : '';
      problems.push(`${place} ${severity ?? 'error'} ${code}: ${message}${hint === undefined ? '' : ` -> ${hint}`}`);
    },
  };
  const found = [...desired(context)];
  return { found, first: found[0], problems };
}

/** Why the manifest is not even loaded. */
export async function refusedBy(rules: string): Promise<string[]> {
  try {
    await manifestOf(`${TREE}configRules:\n${rules}`, FILES);
  } catch (error) {
    if (error instanceof TowerctlError)
      return error.problems.map(
        ({ origin, message, hint }) => `${origin?.line}:${origin?.column} ${message} -> ${hint}`,
      );
    throw error;
  }
  return [];
}
