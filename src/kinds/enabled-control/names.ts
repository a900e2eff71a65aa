import type { ControlCatalogPort, ControlRecord } from '../../aws/controlcatalog.js';
import { faultOf } from '../../aws/faults.js';
import { aliasOf, catalogIdOf, controlFacts } from '../../facts/controls.js';
import type { LiveContext } from '../../kind.js';
import type { Surroundings } from '../surroundings.js';
import type { Home } from './home.js';
import { catalogArn, isCatalogId, isRegionalName, OLD_GUARDRAIL, regionalArn } from './identifier.js';

/**
 * Which names mean the same control. Two forms of identifier and an alias stand for one thing, and AWS answers with
 * the form that a control was enabled with.
 */
export class ControlNames {
  /** Undefined = the catalog was not needed. */
  readonly catalog: readonly ControlRecord[] | undefined;
  readonly #byName = new Map<string, ControlRecord>();

  constructor(catalog?: readonly ControlRecord[], looked: ReadonlyMap<string, ControlRecord> = new Map()) {
    this.catalog = catalog;
    for (const [name, record] of looked) this.#byName.set(name, record);
    for (const record of [...looked.values(), ...(catalog ?? [])]) {
      this.#byName.set(lastPart(record.arn), record);
      for (const alias of record.aliases) this.#byName.set(alias, record);
    }
  }

  record(control: string): ControlRecord | undefined {
    return this.#byName.get(control);
  }

  /** The id in the catalog where it is known, else the name itself: equal for whatever means the same. */
  identity(control: string): string {
    const record = this.#byName.get(control);
    return record ? lastPart(record.arn) : (catalogIdOf(control) ?? control);
  }

  /** The alias where there is one. */
  name(control: string): string {
    return aliasOf(control) ?? this.#byName.get(control)?.aliases[0] ?? control;
  }
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Looking up a few by themselves costs less than the whole list. */
const FEW = 8;

/**
 * The list costs a call for every hundred controls: it is read when the manifest uses an alias or an ARN that does not
 * tell by itself what it means. A few that are met and that nobody here knows are looked up by themselves.
 */
export async function controlNames(
  { aws }: Pick<LiveContext<Surroundings>, 'aws'>,
  home: Home,
  declared: readonly string[],
  met: readonly string[],
): Promise<ControlNames> {
  const unknown = [...new Set(met)].filter(isUnknown);
  const whole = declared.some((control) => !tellsItself(control)) || unknown.length > FEW;
  const alone = whole ? [...new Set([...declared, ...met])].filter(isRegionalName) : unknown;
  const [catalog, looked] = await Promise.all([
    whole ? catalogOf(aws.controlCatalog) : undefined,
    Promise.all(alone.map((name) => lookUp(aws, home, name))),
  ]);
  return new ControlNames(catalog, new Map(looked.flatMap((found) => found ?? [])));
}

function tellsItself(control: string): boolean {
  return control.startsWith(OLD_GUARDRAIL) && catalogIdOf(control) !== undefined;
}

const catalogs = new WeakMap<ControlCatalogPort, Promise<readonly ControlRecord[]>>();

/** A dozen calls that answer the same all through a run: not repeated whenever what was read is forgotten. */
function catalogOf(port: ControlCatalogPort): Promise<readonly ControlRecord[]> {
  const known = catalogs.get(port);
  if (known) return known;
  const read = port.controls();
  catalogs.set(port, read);
  read.catch(() => catalogs.delete(port));
  return read;
}

function isUnknown(control: string): boolean {
  if (tellsItself(control)) return false;
  return aliasOf(control) === undefined && catalogIdOf(control) === undefined && !controlFacts(control).mandatory;
}

/** GetControl takes the identifiers of one Region too, which the list does not show. */
async function lookUp(aws: Surroundings, home: Home, name: string): Promise<[[string, ControlRecord]] | undefined> {
  const arn = isCatalogId(name) ? catalogArn(home.partition, name) : regionalArn(home.partition, home.region, name);
  try {
    return [[name, await aws.controlCatalog.control(arn)]];
  } catch (error) {
    if (faultOf(error).class === 'gone') return undefined;
    throw error;
  }
}
