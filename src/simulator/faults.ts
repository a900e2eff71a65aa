import { ServiceError } from './service.js';

/** What is to go wrong, as tests and `POST /_sandbox/faults` write it. */
export interface Fault {
  /** `organizations:AttachPolicy`, or `organizations:*` for every operation of the service. */
  readonly operation: string;
  /** The error code to answer; `status` defaults to 400. */
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
  /** More members of the error: `{ "Reason": "INVALID_ROLE_NAME" }`. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** How many calls it strikes; 1 unless told. */
  readonly times?: number | 'always';
  /** Calls that match are let through so many times first. */
  readonly after?: number;
  /** The call is accepted, and what it began ends so: members by service (`message`, `accounts`; its model.md says which). */
  readonly outcome?: Readonly<Record<string, unknown>>;
  /** The call is never answered: until its client gives up, or the faults are cleared. */
  readonly hang?: boolean;
  /** The connection breaks without an answer: `before` the operation happened, or `after` it. */
  readonly dropConnection?: 'before' | 'after';
  /** Strikes only calls whose input has these members with these values; lists must be equal as a whole. */
  readonly match?: Readonly<Record<string, unknown>>;
}

interface ArmedFault {
  readonly fault: Fault;
  seen: number;
  struck: number;
}

const MEMBERS: Readonly<Record<keyof Fault, (value: unknown) => boolean>> = {
  operation: (value) => typeof value === 'string' && /^[a-z0-9-]+:(\*|[A-Za-z0-9]+)$/.test(value),
  code: (value) => typeof value === 'string' && value !== '',
  message: (value) => typeof value === 'string',
  status: (value) => Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599,
  details: isRecord,
  times: (value) => value === 'always' || (Number.isInteger(value) && Number(value) >= 1),
  after: (value) => Number.isInteger(value) && Number(value) >= 0,
  outcome: isRecord,
  hang: (value) => typeof value === 'boolean',
  dropConnection: (value) => value === 'before' || value === 'after',
  match: isRecord,
};

const EXPECTED: Readonly<Record<keyof Fault, string>> = {
  operation: 'SERVICE:OPERATION such as organizations:AttachPolicy, or SERVICE:*',
  code: 'a non-empty error code',
  message: 'a string',
  status: 'an HTTP status from 400 to 599',
  details: 'an object',
  times: 'a whole number from 1, or "always"',
  after: 'a whole number from 0',
  outcome: 'an object that says how what the call begins shall end',
  hang: 'true or false',
  dropConnection: '"before" or "after"',
  match: 'an object',
};

/** A fault out of JSON that somebody sent. All that is wrong with it at once; empty when nothing is. */
export function faultProblems(value: unknown): string[] {
  if (!isRecord(value)) return ['a fault must be an object'];
  const problems: string[] = [];
  for (const [name, each] of Object.entries(value)) {
    if (!isMember(name)) problems.push(`unknown member "${name}"; known are ${Object.keys(MEMBERS).join(', ')}`);
    else if (!MEMBERS[name](each)) problems.push(`${name} is ${JSON.stringify(each)}, expected ${EXPECTED[name]}`);
  }
  if (value['operation'] === undefined) problems.push(`operation is missing, expected ${EXPECTED.operation}`);
  const effects = [value['code'], value['outcome'], value['hang'] === true || undefined, value['dropConnection']];
  if (effects.filter((effect) => effect !== undefined).length !== 1) {
    problems.push('a fault needs exactly one of code, outcome, hang: true and dropConnection');
  }
  return problems;
}

function isMember(name: string): name is keyof Fault {
  return Object.hasOwn(MEMBERS, name);
}

/** The faults that are armed, in the order they were added; the first that matches a call strikes. */
export class Faults {
  #armed: ArmedFault[] = [];
  #release = new AbortController();

  /** @throws RangeError that names everything wrong with the fault. */
  add(fault: Fault): void {
    const problems = faultProblems(fault);
    if (problems.length > 0) throw new RangeError(`not a fault: ${problems.join('; ')}`);
    this.#armed.push({ fault, seen: 0, struck: 0 });
  }

  list(): readonly { readonly fault: Fault; readonly struck: number }[] {
    return this.#armed.map(({ fault, struck }) => ({ fault, struck }));
  }

  /** Disarms all and lets go of the calls that hang: their connections break. */
  clear(): void {
    this.#armed = [];
    this.#release.abort();
    this.#release = new AbortController();
  }

  /** Aborted by `clear`; what hangs waits for it. */
  get released(): AbortSignal {
    return this.#release.signal;
  }

  /** The fault that strikes this call, counted as having struck. */
  strike(service: string, operation: string, input: Readonly<Record<string, unknown>>): Fault | undefined {
    for (const armed of this.#armed) {
      const { fault } = armed;
      const names = [`${service}:${operation}`, `${service}:*`];
      if (!names.includes(fault.operation) || !isWithin(fault.match ?? {}, input)) continue;
      armed.seen += 1;
      const isSpent = fault.times !== 'always' && armed.struck >= (fault.times ?? 1);
      if (armed.seen <= (fault.after ?? 0) || isSpent) continue;
      armed.struck += 1;
      return fault;
    }
    return undefined;
  }
}

export function faultError(fault: Fault): ServiceError {
  const message = fault.message ?? `injected fault on ${fault.operation}`;
  return new ServiceError(fault.code ?? 'InternalFailure', message, fault.details ?? {}, fault.status ?? 400);
}

function isWithin(part: unknown, whole: unknown): boolean {
  if (isRecord(part)) {
    return isRecord(whole) && Object.entries(part).every(([name, value]) => isWithin(value, whole[name]));
  }
  if (Array.isArray(part)) {
    return (
      Array.isArray(whole) &&
      part.length === whole.length &&
      part.every((value, index) => isWithin(value, whole[index]))
    );
  }
  return part === whole;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
