import { activeMembers, type Evidence, type OrganizationFacts } from '../evidence.js';
import { targetsFor } from '../targets.js';
import { declarationsFor } from './declarations.js';
import { manifestLines } from './row.js';

const READ = 'towerctl-read';

/** How accounts that could not be looked into are opened: by the baseline that lays the role. */
export interface Entrance {
  /** Nothing where there is nothing to open. */
  readonly advice: readonly string[];
  /** What the lines are about, for what has to be named before. */
  readonly targets: readonly string[];
  /** Sections of a manifest; absent where the manifest declares the baseline already, or home is not known. */
  readonly sections?: { readonly stackBaselines: object };
}

export function entranceFor(evidence: Evidence, organization: OrganizationFacts): Entrance {
  const { signIn, baselines } = evidence;
  const { tree, idOf } = organization;
  const closed = activeMembers(tree).filter((account) => signIn.known && signIn.value.get(account)?.known !== true);
  if (closed.length === 0) return { advice: [], targets: [] };
  const isDeclared = baselines.known && baselines.value.baselines.some(({ name }) => name === READ);
  const advice = [
    `Lay the baseline ${READ} in the accounts that could not be looked into${isDeclared ? ': apply the manifest' : ''}.`,
  ];
  const home = homeOf(evidence);
  const management = tree.accounts().find((account) => tree.get(account)?.management === true);
  const id = management && idOf(management);
  const targets = targetsFor(tree, closed);
  if (isDeclared || home === undefined || id === undefined || targets.length === 0) return { advice, targets: [] };
  const entry = { template: READ, targets, regions: [home], parameters: { TrustedAccountId: id } };
  return { advice, targets, sections: { stackBaselines: { [READ]: entry } } };
}

/** The lines alone. */
export function entranceLines(organization: OrganizationFacts, { targets, sections }: Entrance): string | undefined {
  return sections && manifestLines({ ...declarationsFor(organization, targets), ...sections });
}

function homeOf({ controlTower, managementStacks }: Evidence): string | undefined {
  const home = controlTower.known ? controlTower.value?.homeRegion : undefined;
  return home ?? (managementStacks.known ? [...managementStacks.value.keys()][0] : undefined);
}
