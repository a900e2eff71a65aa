import type { Address } from './address.js';

/** Somebody asks for a time without changes: every run then only reports that address. */
export interface AddressHold {
  readonly address: Address;
  /** ISO time (UTC) at which it ends by itself. */
  readonly until: string;
  readonly reason: string;
  /** The ARN of whoever asked for it. */
  readonly by: string;
  /** ISO time (UTC). */
  readonly at: string;
}
