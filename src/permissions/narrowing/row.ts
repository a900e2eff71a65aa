import type { Conditions } from '../document.js';
import type { Places } from '../places.js';

/** What some actions are held to. An action without a row is allowed on `*`. */
export interface Narrowing {
  /** Names the statement, after the service. */
  readonly name: string;
  readonly actions: readonly string[];
  readonly resources: Arns;
  readonly condition?: Conditions;
  readonly source: string;
}

export type Arns = (places: Places) => string[];
export const all =
  (...parts: readonly Arns[]): Arns =>
  (places) =>
    parts.flatMap((part) => part(places));
/** The page of AWS that says which ARNs and conditions an action takes. */
export const reference = (service: string): string =>
  `https://docs.aws.amazon.com/service-authorization/latest/reference/list_${service}.html`;
