/**
 * Users and groups that the directory no longer knows, whose grants and memberships stay: by the id that is left of them.
 * Only a whole id follows, so that a group may well be called `deleted users`. Source: Identity Store API reference, UserId.
 */
const DELETED = /^deleted ((?:[0-9a-f]{10}-)?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$/;

export function deletedName(id: string): string {
  return `deleted ${id}`;
}

/** The id; undefined = the name is one of the directory's. */
export function deletedId(name: string): string | undefined {
  return DELETED.exec(name)?.[1];
}
