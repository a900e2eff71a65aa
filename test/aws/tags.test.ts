import { describe, expect, it } from '@jest/globals';
import type { Tags } from '../../src/aws/organizations-records.js';
import { TagReader, type TagSource } from '../../src/aws/tags.js';

/** A reader over an index and the resources themselves; `asked` tells which resources were asked one by one. */
function readerOver(index: () => Promise<Record<string, Tags>>, resources: Record<string, Tags>) {
  const asked: string[] = [];
  const source: TagSource = {
    tagsOf: async (id) => {
      asked.push(id);
      return resources[id] ?? {};
    },
  };
  return { asked, tags: new TagReader(source, async () => new Map(Object.entries(await index()))) };
}

const failing = (name: string) => (): Promise<never> => Promise.reject(Object.assign(new Error(name), { name }));

describe('TagReader', () => {
  it('asks the index where it answers', async () => {
    const { tags, asked } = readerOver(async () => ({ a: { k: 'old' } }), { a: { k: 'new' } });
    expect(await tags.bulk()).toBe(true);
    expect(await tags.of('a')).toEqual({ k: 'old' });
    expect(await tags.of('b')).toEqual({});
    expect(asked).toEqual([]);
    expect(Object.fromEntries(await tags.all())).toEqual({ a: { k: 'old' } });
  });

  it('asks each resource where the index is empty or refused', async () => {
    for (const index of [async () => ({}), failing('AccessDeniedException')]) {
      const { tags, asked } = readerOver(index, { a: { k: 'v' } });
      expect(await tags.bulk()).toBe(false);
      expect(await tags.of('a')).toEqual({ k: 'v' });
      expect(asked).toEqual(['a']);
      expect((await tags.all()).size).toBe(0);
    }
  });

  it('does not take a passing fault of the index for an answer', async () => {
    const { tags } = readerOver(failing('InternalServerException'), { a: {} });
    await expect(tags.of('a')).rejects.toThrow('InternalServerException');
  });

  it('believes the resource more than the index, until it is told to forget', async () => {
    const { tags } = readerOver(async () => ({ a: { k: 'old' } }), { a: { k: 'new' } });
    expect(await tags.confirm('a')).toEqual({ k: 'new' });
    expect(await tags.of('a')).toEqual({ k: 'new' });
    tags.forget();
    expect(await tags.of('a')).toEqual({ k: 'old' });
  });
});
