import { bound, NUMBER, query, STRING, shapesOf } from '../schema.js';

export const controlCatalog = shapesOf('com.amazonaws.controlcatalog');

/** The page members of every list. */
export const paging = { MaxResults: bound(NUMBER, query('maxResults')), NextToken: bound(STRING, query('nextToken')) };

/** MaxResults: 1..100, of control mappings 1..1000. */
export interface Paging {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}
