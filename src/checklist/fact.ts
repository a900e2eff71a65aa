/** Why something is not known. */
export interface Unread {
  readonly reason: string;
  /** The IAM action that was denied, where that is why. */
  readonly missingPermission?: string;
}

/** What was read, or why it was not. A denied read is never an empty answer. */
export type Fact<Value> =
  | { readonly known: true; readonly value: Value }
  | { readonly known: false; readonly unread: Unread };

export function known<Value>(value: Value): Fact<Value> {
  return { known: true, value };
}

export function unread<Value>(why: Unread): Fact<Value> {
  return { known: false, unread: why };
}
