import type { LiveContext } from '../../kind.js';
import type { Desired } from '../../model.js';
import { deletedName } from '../deleted-principal.js';
import type { Surroundings } from '../surroundings.js';
import { principalId } from './lookup.js';
import type { PermissionAssignmentSpec, Principal } from './spec.js';

type Context = LiveContext<Surroundings>;

/** Ids of declared principals; those that the directory does not have are left out. */
export type Principals = ReadonlyMap<string, string>;

export function principalKey({ type, name }: Principal): string {
  return `${type}/${name}`;
}

/** Names and ids of the people and groups that assignments speak of. */
export class Directory {
  readonly #context: Context;
  readonly #storeId: string;
  readonly #names = new Map<string, string>();

  constructor(context: Context, storeId: string) {
    this.#context = context;
    this.#storeId = storeId;
  }

  /** Asks for each declared principal once. */
  async idsOf(declared: readonly Desired[]): Promise<Principals> {
    const principals = new Map<string, Principal>();
    for (const { spec } of declared) {
      const { principal } = spec as PermissionAssignmentSpec;
      principals.set(principalKey(principal), principal);
    }
    const ids = new Map<string, string>();
    const asked = [...principals].map(async ([key, principal]) => {
      const id = await principalId(this.#context, principal);
      if (id === undefined) return;
      ids.set(key, id);
      // Under the manifest's spelling, whatever case the directory has.
      this.#names.set(`${principal.type} ${id}`, principal.name);
    });
    await Promise.all(asked);
    return ids;
  }

  /** A name, or `deleted <id>` where the directory knows nobody of that id any more. */
  async nameOf(type: Principal['type'], id: string): Promise<string> {
    const known = this.#names.get(`${type} ${id}`);
    if (known !== undefined) return known;
    const store = this.#context.aws.identityStore();
    const found = await (type === 'group' ? store.group(this.#storeId, id) : store.user(this.#storeId, id));
    const name = found === undefined || found.name === '' ? deletedName(id) : found.name;
    this.#names.set(`${type} ${id}`, name);
    return name;
  }

  /** Every name of the directory, to say which is near. */
  async known(type: Principal['type']): Promise<string[]> {
    const store = this.#context.aws.identityStore();
    const found = await (type === 'group' ? store.groups(this.#storeId) : store.users(this.#storeId));
    return found.map(({ name }) => name);
  }
}
