import { describe, expect, it } from '@jest/globals';
import { allPages, type Page } from '../../src/aws/pages.js';

function reader(pages: readonly Page<number>[]): { read: (token?: string) => Promise<Page<number>>; asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    read: async (token) => {
      asked.push(token);
      return pages[asked.length - 1] ?? { items: [] };
    },
  };
}

describe('allPages', () => {
  it('reads on while there is a token, through empty pages too', async () => {
    const { read, asked } = reader([{ items: [1], next: 'a' }, { items: [], next: 'b' }, { items: [2, 3] }]);
    expect(await allPages('ListThings', read)).toEqual([1, 2, 3]);
    expect(asked).toEqual([undefined, 'a', 'b']);
  });

  it('takes an empty token for none', async () => {
    const { read } = reader([{ items: [1], next: '' }]);
    expect(await allPages('ListThings', read)).toEqual([1]);
  });

  it('does not read the same page for ever', async () => {
    const { read } = reader([
      { items: [1], next: 'a' },
      { items: [1], next: 'a' },
    ]);
    await expect(allPages('ListThings', read)).rejects.toThrow('ListThings answered the same page token twice');
  });

  it('is no answer at all when one page fails', async () => {
    const read = async (token?: string): Promise<Page<number>> => {
      if (token === 'a') throw new Error('denied');
      return { items: [1], next: 'a' };
    };
    await expect(allPages('ListThings', read)).rejects.toThrow('denied');
  });
});
