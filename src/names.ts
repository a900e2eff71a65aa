import { TowerctlError } from './errors.js';
import type { Names } from './kind.js';
import type { Address, NodeName } from './model.js';

/** 12 digits, `o-…`, `r-…`, `ou-…-…`, standing alone: what an account, organization, root or unit id looks like. */
const ID = /(?<![0-9A-Za-z-])(?:\d{12}|(?:o|r|ou)-[0-9a-z-]{4,68})(?![0-9A-Za-z-])/g;
const SYMBOL = /\$\{(?:(org|root)|(account|unit)\.([^}]+?))\.id\}/g;

/** Both directions between AWS ids and manifest names. Filled by reads, added to by what a run creates. */
export class NameTable implements Names {
  readonly organizationId: string;
  readonly #ids = new Map<string, string>();
  readonly #nodes = new Map<string, NodeName>();

  constructor(organizationId: string) {
    this.organizationId = organizationId;
  }

  set(address: Address | 'root', id: string): void {
    this.#ids.set(address, id);
    if (address === 'root' || address.startsWith('unit:') || address.startsWith('account:'))
      this.#nodes.set(id, address as NodeName);
  }

  tryIdOf(address: Address | 'root'): string | undefined {
    return this.#ids.get(address);
  }

  idOf(address: Address | 'root'): string {
    const id = this.#ids.get(address);
    if (id === undefined) throw new TowerctlError('failed', `${address} has no AWS id: it does not exist (yet)`);
    return id;
  }

  nameOf(id: string): NodeName | undefined {
    return this.#nodes.get(id);
  }

  /** An id inside a longer word (`logs-123456789012`) is no id to the pattern: written out on both sides, it is the same text. */
  symbolic(text: string): string {
    return this.#writtenOut(text).replace(ID, (id) => {
      if (id === this.organizationId) return '${org.id}';
      const node = this.#nodes.get(id);
      if (node === undefined) return id;
      return node === 'root' ? '${root.id}' : `\${${node.replace(':', '.')}.id}`;
    });
  }

  concrete(text: string): string {
    return this.#resolve(text, (address) => this.idOf(address));
  }

  /** As `concrete`, with a stand-in of the right length where there is no id yet: for measuring. */
  measured(text: string): string {
    return this.#resolve(
      text,
      (address) => this.tryIdOf(address) ?? (address.startsWith('account:') ? '0'.repeat(12) : 'ou-0000-00000000'),
    );
  }

  /** Symbols whose id is known, replaced by it. */
  #writtenOut(text: string): string {
    if (!text.includes('${')) return text;
    return text.replace(
      SYMBOL,
      (symbol, alone: string | undefined, kind: string | undefined, name: string | undefined) => {
        if (alone === 'org') return this.organizationId;
        return this.tryIdOf(alone === 'root' ? 'root' : `${kind}:${name}`) ?? symbol;
      },
    );
  }

  #resolve(text: string, idOf: (address: Address | 'root') => string): string {
    return text.replace(SYMBOL, (_, alone: string | undefined, kind: string | undefined, name: string | undefined) => {
      if (alone === 'org') return this.organizationId;
      return idOf(alone === 'root' ? 'root' : `${kind}:${name}`);
    });
  }
}
