import { createHash } from 'node:crypto';
import type { World } from '../../world.js';
import { CATALOG, type CatalogControl, CONTROL_TOWER_REGIONS } from './catalog/index.js';

/** What Control Catalog knows: nothing of its own unless a user gave another catalog. */
interface CatalogState {
  readonly controls: readonly CatalogControl[] | null;
}

/** The controls of a world, looked up by any of their identifiers. */
export interface Catalog {
  readonly controls: readonly CatalogControl[];
  /** By opaque id. */
  byId(id: string): CatalogControl | undefined;
  byAlias(alias: string): CatalogControl | undefined;
  /** By global or regional ARN; undefined when there is no such control. Aliases are no identifiers. */
  byArn(arn: string): CatalogControl | undefined;
}

const NAME = 'controlcatalog';
const ARN = /^arn:aws:(controlcatalog|controltower):([a-z0-9-]*)::control\/([0-9a-zA-Z_-]+)$/;
/** Readable names are the regional identifiers of the oldest controls. */
const READABLE = /^AWS-GR_/;
/** The one opaque regional identifier that the service's own documentation prints. */
const PUBLISHED: Readonly<Record<string, string>> = { 'us-east-1/4b0nsxnd47747up54ytdqesxi': 'YEHYWYAUIQHZ' };

const catalogs = new WeakMap<readonly CatalogControl[], Catalog>();

/** The catalog in this world: our own table, or the one that `seedCatalog` was given. */
export function catalogOf(world: World): Catalog {
  const controls = world.state(NAME, (): CatalogState => ({ controls: null })).controls ?? CATALOG;
  let catalog = catalogs.get(controls);
  if (!catalog) {
    catalog = build(controls);
    catalogs.set(controls, catalog);
  }
  return catalog;
}

/** Replaces the catalog. Control Tower knows the mandatory controls of our own table whatever is given. */
export function seedCatalog(world: World, controls: readonly CatalogControl[]): void {
  world.setState<CatalogState>(NAME, { controls });
}

/** `arn:aws:controlcatalog:::control/ID`, the same in every region. */
export const globalArn = (control: Pick<CatalogControl, 'id'>): string =>
  `arn:aws:controlcatalog:::control/${control.id}`;

/**
 * The older, regional identifier: the readable name, or 12 capital letters that differ from region to region. Controls
 * that AWS Config owns never had one. AWS's own letters are not known: all but one are derived.
 */
export function regionalName(control: CatalogControl, region: string): string | undefined {
  const readable = control.aliases.find((alias) => READABLE.test(alias));
  if (readable !== undefined) return readable;
  if (!control.aliases.some((alias) => /^(CT|SH)\./.test(alias))) return undefined;
  const published = PUBLISHED[`${region}/${control.id}`];
  if (published !== undefined) return published;
  const digest = createHash('sha256').update(`${region}/${control.id}`).digest();
  return [...digest.subarray(0, 12)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('');
}

function build(controls: readonly CatalogControl[]): Catalog {
  const ids = new Map(controls.map((control) => [control.id, control]));
  const aliases = new Map(controls.flatMap((control) => control.aliases.map((alias) => [alias, control] as const)));
  const regions = new Map<string, ReadonlyMap<string, CatalogControl>>();
  const regional = (region: string, name: string): CatalogControl | undefined => {
    if (!CONTROL_TOWER_REGIONS.includes(region)) return undefined;
    const names = regions.get(region) ?? namesIn(controls, region);
    regions.set(region, names);
    return names.get(name);
  };
  const byArn = (arn: string): CatalogControl | undefined => {
    const [, service, region, name] = ARN.exec(arn) ?? [];
    if (name === undefined || region === undefined) return undefined;
    if (service === 'controltower') return regional(region, name);
    return region === '' ? ids.get(name) : undefined;
  };
  return { controls, byId: (id) => ids.get(id), byAlias: (alias) => aliases.get(alias), byArn };
}

function namesIn(controls: readonly CatalogControl[], region: string): ReadonlyMap<string, CatalogControl> {
  const names = new Map<string, CatalogControl>();
  for (const control of controls) {
    const name = regionalName(control, region);
    if (name !== undefined) names.set(name, control);
  }
  return names;
}
