import { TowerctlError } from '../errors.js';
import { faultOf } from './faults.js';
import type { S3Port } from './s3.js';

/** Where the result of an audit lies: a bucket of the management account. */
export interface AuditPlace {
  readonly bucket: string;
  readonly key: string;
}

/** Gives the new text, from what there is (undefined = nothing yet). */
type Edit = (text: string | undefined) => string;

interface Waiting {
  readonly edit: Edit;
  done(): void;
  failed(error: unknown): void;
}

/** Somebody else wrote in between: read again, so often at most. */
const ATTEMPTS = 8;

/**
 * The dated result of the root audit, one object in S3. Written only over what was read (If-Match), by one writer in
 * this process: edits that come while it writes are written together by the next write.
 */
export class RootAuditStore {
  readonly #s3: Pick<S3Port, 'getObject' | 'putObject'>;
  readonly #queues = new Map<string, Waiting[]>();

  constructor(s3: Pick<S3Port, 'getObject' | 'putObject'>) {
    this.#s3 = s3;
  }

  /** Undefined where there is none. */
  async read(place: AuditPlace): Promise<string | undefined> {
    return (await this.#s3.getObject(place.bucket, place.key))?.text;
  }

  /** Resolves when the edit is written. @throws what S3 answers, or that others keep writing. */
  update(place: AuditPlace, edit: Edit): Promise<void> {
    const name = `${place.bucket}/${place.key}`;
    const queue = this.#queues.get(name);
    return new Promise((done, failed) => {
      const waiting: Waiting = { edit, done, failed };
      if (queue) queue.push(waiting);
      else {
        this.#queues.set(name, [waiting]);
        void this.#writeAll(name, place);
      }
    });
  }

  async #writeAll(name: string, place: AuditPlace): Promise<void> {
    for (let queue = this.#queues.get(name) ?? []; queue.length > 0; queue = this.#queues.get(name) ?? []) {
      const now = queue.splice(0);
      try {
        await this.#write(place, now);
        for (const { done } of now) done();
      } catch (error) {
        for (const { failed } of now) failed(error);
      }
    }
    this.#queues.delete(name);
  }

  async #write({ bucket, key }: AuditPlace, edits: readonly Waiting[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const there = await this.#s3.getObject(bucket, key);
      const text = edits.reduce<string | undefined>((sofar, { edit }) => edit(sofar), there?.text);
      if (text === undefined || text === there?.text) return;
      try {
        await this.#s3.putObject(bucket, key, text, there === undefined ? 'new' : { over: there.etag });
        return;
      } catch (error) {
        if (!CONFLICTS.has(faultOf(error).code)) throw error;
        if (attempt < ATTEMPTS) continue;
        const message = `s3://${bucket}/${key} was changed by somebody else each of ${ATTEMPTS} times; run again`;
        throw new TowerctlError('failed', message, [], { cause: error });
      }
    }
  }
}

/** The condition did not hold, or another conditional write was under way; `NoSuchKey`: it was deleted in between. */
const CONFLICTS: ReadonlySet<string> = new Set(['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey']);
