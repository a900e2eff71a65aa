import type { JsonObject } from '../../src/model.js';
import type { Dice } from '../properties/dice.js';
import { GOVERNED } from './messy-control-tower.js';

/** A unit with all accounts at or below it. */
export interface Under {
  readonly path: string;
  readonly accounts: readonly { readonly id: string; readonly active: boolean }[];
}

export interface MessyStackSets {
  readonly seed: readonly JsonObject[];
  /** Ids of accounts in use where a stack is missing or not as it must be. */
  readonly short: ReadonlySet<string>;
  /** Ids of accounts in use that some set means. */
  readonly reached: ReadonlySet<string>;
}

const TEMPLATE = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };

/** What may have become of an account's stacks. */
const FATES: readonly JsonObject[] = [
  { status: 'OUTDATED', reason: 'Account 1 should have a role' },
  { status: 'INOPERABLE' },
  { drift: 'DRIFTED' },
];

/** Up to two sets of the company's own, and one of AWS's that counts for nothing. */
export function messyStackSets(dice: Dice, top: readonly Under[]): MessyStackSets {
  const seed: JsonObject[] = [];
  const short = new Set<string>();
  const reached = new Set<string>();
  if (dice.chance(30)) seed.push(setOf('AWSControlTowerBP-BASELINE-ROLES', false, [outdated(top)]));
  for (let number = dice.between(0, 2); number > 0; number -= 1) {
    const autoDeploy = dice.chance(50);
    const units = dice.chance(60) ? top : dice.some(top, top.length);
    const untouched = dice.chance(40);
    const instances = units.flatMap(({ path, accounts }): JsonObject[] => [
      // Asked for there, whatever became of it: what automatic deployment follows.
      { units: [path], accounts: [], regions: [...GOVERNED] },
      ...accounts.flatMap(({ id, active }): JsonObject[] => {
        const isGap = !untouched && dice.chance(12);
        const isMissing = isGap && dice.chance(40);
        const fate = isGap && !isMissing ? FATES[dice.between(0, FATES.length - 1)] : undefined;
        if (active && (isMissing ? autoDeploy : true)) reached.add(id);
        if (active && (isMissing ? autoDeploy : isGap)) short.add(id);
        if (isMissing) return [];
        // One Region is enough to fall short.
        const [first, ...rest] = GOVERNED.map((region) => ({
          units: [path],
          accounts: [id],
          regions: [region],
          deployed: false,
        }));
        return [{ ...first, ...fate }, ...rest];
      }),
    ]);
    if (instances.length > 0) seed.push(setOf(`baseline-${number}`, autoDeploy, instances));
  }
  return { seed, short, reached };
}

function setOf(name: string, autoDeploy: boolean, instances: readonly JsonObject[]): JsonObject {
  return { name, template: TEMPLATE, autoDeploy, instances: [...instances] };
}

function outdated(top: readonly Under[]): JsonObject {
  return { units: top.map(({ path }) => path), regions: [...GOVERNED], status: 'OUTDATED', deployed: false };
}
