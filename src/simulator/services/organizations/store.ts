import type { TableName, Tables } from './records.js';

/** What a row was before a change. */
interface Past<Row> {
  readonly seq: number;
  /** Clock milliseconds. */
  readonly at: number;
  /** null: there was none. */
  readonly before: Row | null;
}

/** The whole state as plain JSON: current rows, and for each changed row what it was before, oldest change first. */
export interface StoredTables {
  seq: number;
  readonly rows: { readonly [K in TableName]: Record<string, Tables[K]> };
  readonly past: { readonly [K in TableName]: Record<string, readonly Past<Tables[K]>[]> };
}

/** A way to read every table as it is, or as it was. */
export interface View {
  get<K extends TableName>(table: K, key: string): Tables[K] | undefined;
  /** An ordered list of ids, empty where there is none. */
  list(key: string): readonly string[];
}

/** Effective policies fall back to their last valid state, so what they depend on is remembered longer than a lag. */
const REMEMBERED: ReadonlySet<TableName> = new Set(['policies', 'attachments', 'parents']);
const REMEMBERED_CHANGES = 16;

export function emptyTables(): StoredTables {
  const tables = () => ({
    organizations: {},
    accounts: {},
    units: {},
    policies: {},
    parents: {},
    lists: {},
    attachments: {},
    targets: {},
    tags: {},
    names: {},
    policyTypes: {},
    trustedAccess: {},
    delegations: {},
    createRequests: {},
    handshakes: {},
    transfers: {},
    resourcePolicies: {},
    pending: {},
  });
  return { seq: 0, rows: tables(), past: tables() };
}

/** Reads and writes of one operation. Writes are seen at once by `current`, after the lag by `lagged`. */
export class Store {
  readonly #tables: StoredTables;
  readonly #now: number;
  readonly #lagMs: number;
  /** What the service itself knows, and what Describe operations answer. */
  readonly current: View;
  /** What list operations answer: the state as it was a lag ago. */
  readonly lagged: View;

  constructor(tables: StoredTables, now: number, lagMs: number) {
    this.#tables = tables;
    this.#now = now;
    this.#lagMs = lagMs;
    this.current = this.#view(() => false);
    this.lagged = this.asOfMs(lagMs);
  }

  get seq(): number {
    return this.#tables.seq;
  }

  /** Clock milliseconds: what happened until then shows in `lagged`. */
  get shownUntil(): number {
    return this.#now - this.#lagMs;
  }

  get<K extends TableName>(table: K, key: string): Tables[K] | undefined {
    return this.current.get(table, key);
  }

  list(key: string): readonly string[] {
    return this.current.list(key);
  }

  put<K extends TableName>(table: K, key: string, row: Tables[K]): void {
    const rows: Record<string, Tables[K]> = this.#tables.rows[table];
    this.#remember(table, key, rows[key]);
    rows[key] = row;
  }

  remove(table: TableName, key: string): void {
    const rows = this.#tables.rows[table];
    if (!Object.hasOwn(rows, key)) return;
    this.#remember(table, key, rows[key]);
    delete rows[key];
  }

  append(list: string, id: string): void {
    this.put('lists', list, [...this.list(list), id]);
  }

  withdraw(list: string, id: string): void {
    this.put(
      'lists',
      list,
      this.list(list).filter((other) => other !== id),
    );
  }

  keys(table: TableName): string[] {
    return Object.keys(this.#tables.rows[table]);
  }

  /** The state as it was so many milliseconds ago, as far as it is remembered. */
  asOfMs(ms: number): View {
    if (ms <= 0) return this.#view(() => false);
    const since = this.#now - ms;
    return this.#view((past) => past.at > since);
  }

  /** The state right after change number `seq`, for the tables that are remembered. */
  asOf(seq: number): View {
    return this.#view((past) => past.seq > seq);
  }

  /** The remembered changes of one row, oldest first. */
  changes(table: TableName, key: string): readonly { readonly seq: number; readonly at: number }[] {
    return this.#tables.past[table][key] ?? [];
  }

  #view(isLater: (past: Past<unknown>) => boolean): View {
    const get = <K extends TableName>(table: K, key: string): Tables[K] | undefined => {
      const past: readonly Past<Tables[K]>[] | undefined = this.#tables.past[table][key];
      const undone = past?.find(isLater);
      if (undone) return undone.before ?? undefined;
      const rows: Record<string, Tables[K]> = this.#tables.rows[table];
      return rows[key];
    };
    return { get, list: (key) => get('lists', key) ?? [] };
  }

  #remember<K extends TableName>(table: K, key: string, before: Tables[K] | undefined): void {
    this.#tables.seq += 1;
    const remembered = REMEMBERED.has(table);
    if (this.#lagMs <= 0 && !remembered) return;
    const all: Record<string, readonly Past<Tables[K]>[]> = this.#tables.past[table];
    const past = all[key] ?? [];
    const since = this.#now - this.#lagMs;
    const kept = past.filter((entry, index) => {
      const recent = entry.at > since;
      return recent || (remembered && index > past.length - REMEMBERED_CHANGES);
    });
    all[key] = [...kept, { seq: this.#tables.seq, at: this.#now, before: before ?? null }];
  }
}
