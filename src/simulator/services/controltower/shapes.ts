import type { OperationRow, Parameter } from './state.js';

/** Rows in the shapes of the service's model. */

/** What every kind of operation shows; `statusMessage` and `endTime` are absent while it runs. */
export function operationShape(operation: OperationRow): Record<string, unknown> {
  return {
    operationIdentifier: operation.id,
    operationType: operation.type,
    status: operation.status,
    startTime: new Date(operation.startedAt),
    ...(operation.endedAt === undefined ? {} : { endTime: new Date(operation.endedAt) }),
    ...(operation.message === undefined ? {} : { statusMessage: operation.message }),
  };
}

export function statusSummary(row: {
  readonly status: string;
  readonly lastOperation?: string;
}): Record<string, unknown> {
  return {
    status: row.status,
    ...(row.lastOperation === undefined ? {} : { lastOperationIdentifier: row.lastOperation }),
  };
}

export function parametersOf(input: Readonly<Record<string, unknown>>): readonly Parameter[] {
  const given = input['parameters'];
  return Array.isArray(given) ? (given as readonly Parameter[]) : [];
}

/** Text members are checked by the model's rules before an operation sees them. */
export function textOf(input: Readonly<Record<string, unknown>>, name: string): string {
  const value = input[name];
  return typeof value === 'string' ? value : '';
}

export function listOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** The `filter` member, empty where there is none. */
export function filterOf(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const filter = input['filter'];
  return typeof filter === 'object' && filter !== null ? (filter as Readonly<Record<string, unknown>>) : {};
}
