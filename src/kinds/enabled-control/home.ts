import { TowerctlError } from '../../errors.js';
import type { Surroundings } from '../surroundings.js';

/** Where Control Tower lives: what every ARN of it is made of. */
export interface Home {
  readonly partition: string;
  readonly region: string;
  readonly managementId: string;
}

/** It never moves, so it is not asked for again when what was read is forgotten. */
const homes = new WeakMap<Surroundings['controlTower'], Home>();

/** Read off the landing zone's own ARN; undefined where there is none. */
export async function homeOf({ controlTower }: Pick<Surroundings, 'controlTower'>): Promise<Home | undefined> {
  const known = homes.get(controlTower);
  if (known) return known;
  const landingZone = await controlTower.landingZone();
  if (!landingZone) return undefined;
  const [, partition = '', , region = '', managementId = ''] = landingZone.arn.split(':');
  const home = { partition, region, managementId };
  homes.set(controlTower, home);
  return home;
}

export async function requireHome(aws: Pick<Surroundings, 'controlTower'>): Promise<Home> {
  const home = await homeOf(aws);
  if (!home) throw new TowerctlError('failed', 'this organization has no landing zone in its home Region');
  return home;
}

/** `arn:aws:organizations::111111111111:ou/o-abc/ou-abcd-12345678`. */
export function unitArn(home: Home, organizationId: string, unitId: string): string {
  return `arn:${home.partition}:organizations::${home.managementId}:ou/${organizationId}/${unitId}`;
}

/** `arn:aws:organizations::111111111111:account/o-abc/222222222222`. */
export function accountArn(home: Home, organizationId: string, accountId: string): string {
  return `arn:${home.partition}:organizations::${home.managementId}:account/${organizationId}/${accountId}`;
}

/** What stands last in the ARN of a unit or an account: its id. */
export function targetId(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
