import { kind } from '../../../src/simulator/index.js';
import { configLines, letConfigEnd } from '../../support/config-text.js';
import { controlTowerLines } from '../../support/control-tower-text.js';
import { identityLines } from '../../support/identity-text.js';
import { Bench } from '../../support/organization.js';
import { rootLines } from '../../support/root-text.js';
import { stackLines } from '../../support/stacks-text.js';
import { worldText } from '../../support/world-text.js';

export type State = ReturnType<Bench['simulator']['saveState']>;

/** An organization that has come so far already. */
export function goingOnFrom(state: State): Bench {
  const bench = new Bench();
  bench.simulator.loadState(state);
  return bench;
}

/**
 * Tells whether an organization is met for the first time by those who go on in this way. To die before a write often
 * leaves what dying after the one before it left, but for the time and the dice: that life has been lived already.
 */
export function newOrganizations(): (way: string, left: State) => boolean {
  const met = new Set<string>();
  return (way, { now, random, ...organization }) => {
    const before = met.size;
    met.add(`${way} ${JSON.stringify(organization)}`);
    return met.size > before;
  };
}

/**
 * The same organization where reading is easy: short pages and throttled calls show nothing else, and take longer than
 * all the rest of a life.
 */
export function easilyRead({ simulator }: Bench): Bench {
  const bench = new Bench(kind);
  bench.simulator.loadState(simulator.saveState());
  return bench;
}

/** All that can be seen, the parts of Control Tower and of CloudFormation included. Takes a minute, and what was slow ends. */
export async function everything(bench: Bench): Promise<string[]> {
  letConfigEnd(bench.simulator);
  return [
    await worldText(bench),
    ...(await controlTowerLines(bench)),
    ...(await stackLines(bench)),
    ...rootLines(bench.simulator),
    ...identityLines(bench.simulator),
    ...configLines(bench.simulator),
  ];
}
