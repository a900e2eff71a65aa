import { PIPELINES } from '../deployment/names.js';
import { TowerctlError } from '../errors.js';
import type { RunPlace } from '../runs/run.js';

export interface FunctionSettings {
  readonly place: RunPlace;
  /** Name of the pipeline that the function starts. */
  readonly pipeline: string;
  /** ARN of the topic that people are told on. */
  readonly topic: string;
}

/** Names of the function's environment variables. The pipeline's is left out where it has the name of `PIPELINES`. */
export const VARIABLES = {
  bucket: 'TOWERCTL_RUN_BUCKET',
  region: 'TOWERCTL_REGION',
  topic: 'TOWERCTL_TOPIC',
  pipeline: 'TOWERCTL_LIFECYCLE_PIPELINE',
} as const;

/** @throws TowerctlError `usage` that names each variable that is missing. */
export function settingsFrom(environment: Readonly<Record<string, string | undefined>>): FunctionSettings {
  const value = (name: keyof typeof VARIABLES): string => environment[VARIABLES[name]] ?? '';
  // Lambda sets AWS_REGION itself.
  const region = value('region') || (environment['AWS_REGION'] ?? '');
  const missing = [
    ...(value('bucket') === '' ? [VARIABLES.bucket] : []),
    ...(value('topic') === '' ? [VARIABLES.topic] : []),
    ...(region === '' ? [VARIABLES.region] : []),
  ];
  if (missing.length > 0) {
    throw new TowerctlError('usage', `the function lacks ${missing.join(', ')}: deploy it with \`towerctl bootstrap\``);
  }
  return {
    place: { bucket: value('bucket'), region },
    topic: value('topic'),
    pipeline: value('pipeline') || PIPELINES.lifecycle,
  };
}
