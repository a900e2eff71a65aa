import { describe, expect, it } from '@jest/globals';
import type { OrganizationsPort } from '../../src/aws/organizations.js';
import type { Tags } from '../../src/aws/organizations-records.js';
import type { TaggingPort } from '../../src/aws/tagging.js';
import { TagReader } from '../../src/aws/tags.js';

/** A reader over an index and the resources themselves; `asked` tells which resources were asked one by one. */
function readerOver(index: () => Promise<Record<string, Tags>>, resources: Record<string, Tags>) {
  const asked: string[] = [];
  const organizations: Pick<OrganizationsPort, 'tagsOf'> = {
    tagsOf: async (id) => {
      asked.push(id);
      return resources[id] ?? {};
    },
  };
  const tagging: Pick<TaggingPort, 'organizationTags'> = {
    organizationTags: async () => new Map(Object.entries(await index())),
  };
  return { asked, tags: new TagReader(organizations as OrganizationsPort, tagging as TaggingPort) };
}

const failing = (name: string) => (): Promise<never> => Promise.reject(Object.assign(new Error(name), { name }));

describe('TagReader', () => {
  it('asks the index where it answers', async () => {
    const { tags, asked } = readerOver(async () => ({ a: { k: 'old' } }), { a: { k: 'new' } });
    expect(await tags.bulk()).toBe(true);
    expect(await tags.of('a')).toEqual({ k: 'old' });
    expect(await tags.of('b')).toEqual({});
    expect(asked).toEqual([]);
  });

  it('asks each resource where the index is empty or refused', async () => {
    for (const index of [async () => ({}), failing('AccessDeniedException')]) {
      const { tags, asked } = readerOver(index, { a: { k: 'v' } });
      expect(await tags.bulk()).toBe(false);
      expect(await tags.of('a')).toEqual({ k: 'v' });
      expect(asked).toEqual(['a']);
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
