import { TowerctlError } from '../errors.js';
import type { TextFile } from '../kind.js';
import type { Origin } from '../model.js';
import type { ManifestFiles } from './files.js';
import { quote } from './problems.js';

/** Files of a manifest in a language that is not YAML, kept as they are written: rules in Guard. No variables. */
export class Texts {
  readonly #files: ManifestFiles;
  readonly #read = new Map<string, string | undefined>();

  constructor(files: ManifestFiles) {
    this.#files = files;
  }

  /** Every file that was read, by its path. */
  get contents(): ReadonlyMap<string, string | undefined> {
    return this.#read;
  }

  /** Reads one while the manifest is loaded; what is wrong is reported at `from`. */
  load(file: string, from: Origin): void {
    if (!this.#read.has(file)) this.#read.set(file, this.#files.text(file, from));
  }

  /** @throws TowerctlError `manifest` for one that the manifest does not use, or that could not be read. */
  get(file: string): TextFile {
    const text = this.#read.get(file);
    if (text === undefined) throw new TowerctlError('manifest', `the file ${quote(file)} cannot be read`);
    return { text, origin: { file, line: 1, column: 1 } };
  }
}
