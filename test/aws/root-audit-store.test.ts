import { RootAuditStore } from '../../src/aws/root-audit-store.js';
import type { S3Port, WriteCondition } from '../../src/aws/s3.js';

const PLACE = { bucket: 'b', key: 'k' };

/** An object store of one object. `before` runs just before a write is judged. */
function memory(before: (put: (text: string) => void) => void = () => {}) {
  let text: string | undefined;
  let version = 0;
  const writes: string[] = [];
  const put = (next: string): void => {
    text = next;
    version += 1;
  };
  const s3: Pick<S3Port, 'getObject' | 'putObject'> = {
    getObject: async () => (text === undefined ? undefined : { text, etag: `v${version}` }),
    async putObject(_bucket, _key, next, condition: WriteCondition) {
      before(put);
      const holds = condition === 'new' ? text === undefined : condition.over === `v${version}`;
      if (!holds) throw Object.assign(new Error('no'), { name: 'PreconditionFailed' });
      put(next);
      writes.push(next);
    },
  };
  return { store: new RootAuditStore(s3 as S3Port), writes, now: () => text };
}

const append = (word: string) => (text: string | undefined) => `${text ?? ''}${word}`;

test('nothing yet, then what was written', async () => {
  const { store } = memory();
  expect(await store.read(PLACE)).toBeUndefined();
  await store.update(PLACE, append('a'));
  expect(await store.read(PLACE)).toBe('a');
});

test('edits that come while it writes are written together, in their order, none twice', async () => {
  const { store, writes, now } = memory();
  await Promise.all(['a', 'b', 'c', 'd'].map((word) => store.update(PLACE, append(word))));
  expect(now()).toBe('abcd');
  expect(writes).toEqual(['a', 'abcd']);
});

test('what somebody else wrote in between is kept', async () => {
  let others = 2;
  const { store, now } = memory((put) => {
    if (others > 0) put(`[${others}]`);
    others -= 1;
  });
  await store.update(PLACE, append('a'));
  expect(now()).toBe('[1]a');
});

test('others that never stop: it says so, and the next edit is tried again', async () => {
  let busy = true;
  const { store, now } = memory((put) => {
    if (busy) put('x');
  });
  await store.update(PLACE, append('a')).catch(() => undefined);
  const failed = store.update(PLACE, append('b'));
  await expect(failed).rejects.toThrow('s3://b/k was changed by somebody else each of 8 times; run again');
  busy = false;
  await store.update(PLACE, append('c'));
  expect(now()).toBe('xc');
});

test('an edit that fails fails alone where it is alone; nothing is written', async () => {
  const { store, writes } = memory();
  const bad = store.update(PLACE, () => {
    throw new Error('no result');
  });
  await expect(bad).rejects.toThrow('no result');
  expect(writes).toEqual([]);
});

test('an edit that changes nothing writes nothing', async () => {
  const { store, writes } = memory();
  await store.update(PLACE, append('a'));
  await store.update(PLACE, (text) => text ?? '');
  expect(writes).toEqual(['a']);
});
