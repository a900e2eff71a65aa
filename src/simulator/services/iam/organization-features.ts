import type { World } from '../../world.js';
import { trustedServices } from '../organizations/for-services.js';

/** Centralized root access, as IAM and STS know it. */
export type RootFeature = 'RootCredentialsManagement' | 'RootSessions';

interface Switch {
  readonly feature: RootFeature;
  readonly on: boolean;
  /** Clock milliseconds. */
  readonly at: number;
}

interface FeatureState {
  /** Every change, the newest last: what was on when an account was made decides what its root user has. */
  readonly switches: Switch[];
}

const IAM = 'iam.amazonaws.com';

const featureState = (world: World): FeatureState =>
  world.state('iam-features', (): FeatureState => ({ switches: [] }));

export const isTrusted = (world: World): boolean => trustedServices(world).includes(IAM);

/** What is on and works: nothing while the organization does not trust IAM. */
export function organizationFeatures(world: World): RootFeature[] {
  return isTrusted(world) ? switchedOn(world) : [];
}

/** What is switched on, whether or not it works. */
export function switchedOn(world: World): RootFeature[] {
  const { switches } = featureState(world);
  const features: readonly RootFeature[] = ['RootCredentialsManagement', 'RootSessions'];
  return features.filter((each) => switches.findLast(({ feature }) => feature === each)?.on);
}

export function setFeature(world: World, feature: RootFeature, on: boolean): void {
  if (switchedOn(world).includes(feature) === on) return;
  featureState(world).switches.push({ feature, on, at: world.clock.now() });
}

/** Were root credentials managed centrally then? */
export function credentialsCentralizedAt(world: World, time: number): boolean {
  const before = featureState(world).switches.filter(
    ({ feature, at }) => feature === 'RootCredentialsManagement' && at <= time,
  );
  return before.at(-1)?.on ?? false;
}
