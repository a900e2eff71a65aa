import { operationNames } from './protocols/shape.js';
import type { ServiceDefinition } from './service.js';
import { SERVICES } from './services/index.js';
import type { World } from './world.js';

export interface ServiceCoverage {
  readonly service: string;
  readonly protocol: string;
  /** Operations of the SDK's model that are simulated, sorted. */
  readonly simulated: readonly string[];
  /** Operations of the SDK's model that answer 501, sorted. */
  readonly missing: readonly string[];
  /** Simulated operations that the SDK's model does not have: a mistake. */
  readonly unknown: readonly string[];
}

/** What is simulated of what the SDK's models have. */
export async function coverage(services: readonly ServiceDefinition<World>[] = SERVICES): Promise<ServiceCoverage[]> {
  return Promise.all(services.map(coverageOf));
}

async function coverageOf(service: ServiceDefinition<World>): Promise<ServiceCoverage> {
  const all = operationNames(await service.schemas());
  const implemented = new Set(Object.keys(service.operations));
  return {
    service: service.name,
    protocol: service.protocol,
    simulated: all.filter((name) => implemented.has(name)),
    missing: all.filter((name) => !implemented.has(name)),
    unknown: [...implemented].filter((name) => !all.includes(name)).sort(),
  };
}

/** The text of docs/reference/simulator-coverage.md. */
export function coverageMarkdown(services: readonly ServiceCoverage[]): string {
  const rows = services.map(({ service, protocol, simulated, missing }) => {
    const all = simulated.length + missing.length;
    return `| ${service} | ${protocol} | ${simulated.length} of ${all} |`;
  });
  const sections = services.flatMap(({ service, simulated, missing }) => [
    `## ${service}`,
    '',
    `Simulated: ${simulated.join(', ') || 'none'}.`,
    '',
    `Answered 501: ${missing.join(', ') || 'none'}.`,
    '',
  ]);
  return [
    '# Simulator coverage',
    '',
    "Generated from the SDK's service models and the simulator's services; do not edit.",
    '',
    '| Service | Protocol | Operations |',
    '|---|---|---|',
    ...rows,
    '',
    ...sections,
  ].join('\n');
}
