import { TowerctlError } from '../errors.js';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

/**
 * Reads a list to its end. A page may be empty and still not be the last (Organizations API reference, every List*);
 * a token that comes back unchanged would never end and is an error.
 */
export async function allPages<Item>(
  api: string,
  read: (token: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const found: Item[] = [];
  let token: string | undefined;
  do {
    const page: Page<Item> = await read(token);
    found.push(...page.items);
    if (page.next !== undefined && page.next === token) {
      throw new TowerctlError(
        'failed',
        `${api} answered the same page token twice; the list cannot be read to its end`,
      );
    }
    token = page.next;
  } while (token !== undefined && token !== '');
  return found;
}
