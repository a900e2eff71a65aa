import type { Address } from '../../model.js';

/** `root-access:credentials-management`: a feature of centralized root access that is on. Nothing is there while it is off. */
export type RootAccessSpec = { readonly feature: RootFeature };

/** What AWS calls RootCredentialsManagement and RootSessions. */
export type RootFeature = 'credentials-management' | 'sessions';

export function rootAccessAddress(feature: RootFeature): Address {
  return `root-access:${feature}`;
}
