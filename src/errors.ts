import type { Origin, Problem } from './model.js';

/** What the process ends with. The table is part of the CLI's contract (docs/reference/cli.md). */
export const EXIT = {
  done: 0,
  failed: 1,
  /** `plan --detailed-exitcode` found changes, `drift` found drift. */
  changes: 2,
  manifest: 3,
  guard: 4,
  denied: 5,
  declined: 6,
  usage: 64,
  bug: 70,
} as const;

export type ExitName = keyof typeof EXIT;

/**
 * The only error class that towerctl throws on purpose. Anything else that reaches the CLI is a bug (exit 70).
 * It carries every problem that was found, never the first alone.
 */
export class TowerctlError extends Error {
  override readonly name = 'TowerctlError';
  readonly exit: ExitName;
  readonly problems: readonly Problem[];

  constructor(exit: ExitName, message: string, problems: readonly Problem[] = [], options?: ErrorOptions) {
    super(message, options);
    this.exit = exit;
    this.problems = problems;
  }

  get exitCode(): number {
    return EXIT[this.exit];
  }
}

/** `policies.yaml:31:9`, the form that editors and terminals make clickable. */
export function formatOrigin(origin: Origin): string {
  return `${origin.file}:${origin.line}:${origin.column}`;
}
