import { compileFunction } from 'node:vm';
import { deployedCode } from './templates.js';

type Input = { readonly [member: string]: unknown };

/** What an AWS API answers to an operation; throw `awsError` for an error. Operations as the SDK's commands, without `Command`. */
export type Api = (operation: string, input: Input, call: number) => unknown;

/** What a custom resource has told CloudFormation. */
export interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly Data?: { readonly [name: string]: string };
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

export interface Run {
  readonly answers: readonly Answer[];
  /** Operations called, in order, with what they were given. */
  readonly calls: readonly (readonly [string, Input])[];
  readonly log: readonly string[];
  /** How long each timer was that fired, in milliseconds. */
  readonly waits: readonly number[];
  readonly error?: string;
}

export interface Circumstances {
  /** HTTP status of the address to answer to, by attempt; 200 when there are no more. */
  readonly answered?: readonly number[];
  /** Until Lambda stops the function. */
  readonly remainingMs?: number;
}

export function awsError(name: string, message = 'as told'): Error {
  return Object.assign(new Error(message), { name });
}

/** The operations that a template's code names: all that it could call. */
export function operationsIn(name: string): string[] {
  return [...deployedCode(name).matchAll(/\b(\w+)Command,/g)].flatMap((match) => match[1] ?? []);
}

/** Runs the code that the template deploys, on one request of CloudFormation, against a fake of the SDK. Timers fire at once. */
export async function run(name: string, request: object, api: Api, circumstances: Circumstances = {}): Promise<Run> {
  const calls: [string, Input][] = [];
  const answers: Answer[] = [];
  const log: string[] = [];
  const waits: number[] = [];
  const statuses = [...(circumstances.answered ?? [])];
  const remaining = circumstances.remainingMs ?? 120_000;
  const fakes = {
    require: () =>
      fakeSdk((operation, input) => {
        calls.push([operation, input]);
        return api(operation, input, calls.filter(([other]) => other === operation).length);
      }),
    fetch: async (url: string, sent: { method: string; body: Uint8Array; headers?: object }) => {
      const status = statuses.shift() ?? 200;
      if (url !== ADDRESS || sent.method !== 'PUT' || sent.headers !== undefined)
        throw new Error('not as it was signed');
      if (status === 200) answers.push(JSON.parse(Buffer.from(sent.body).toString()) as Answer);
      return { ok: status === 200, status };
    },
    // Pauses end at once. The deadline ends at once too where no time is left.
    setTimeout: (then: () => void, ms: number) => {
      if (ms > 60_000) return undefined;
      waits.push(ms);
      return setImmediate(then);
    },
    clearTimeout: (timer: NodeJS.Immediate | undefined) => timer && clearImmediate(timer),
    console: { log: (line: string) => log.push(line) },
  };
  const exports: { handler?: (event: object, context: object) => Promise<void> } = {};
  compileFunction(deployedCode(name), ['exports', ...Object.keys(fakes)])(exports, ...Object.values(fakes));
  let error: string | undefined;
  await exports
    .handler?.({ ...EVENT, ...request }, { getRemainingTimeInMillis: () => remaining })
    .catch((thrown: unknown) => {
      error = String(thrown);
    });
  return { answers, calls, log, waits, ...(error !== undefined && { error }) };
}

const ADDRESS = 'https://cloudformation.example/answer?X-Amz-Signature=secret';
const EVENT = {
  ResponseURL: ADDRESS,
  StackId: 'arn:aws:cloudformation:ap-northeast-1:111122223333:stack/x/1',
  RequestId: 'request-1',
  LogicalResourceId: 'Setting',
  ResourceProperties: {},
};

function fakeSdk(call: (operation: string, input: Input) => unknown): object {
  class Client {
    async send({ operation, input }: { operation: string; input: Input }): Promise<unknown> {
      return call(operation, JSON.parse(JSON.stringify(input)) as Input);
    }
  }
  return new Proxy(
    {},
    {
      get: (_, member) => {
        const name = String(member);
        if (name.endsWith('Client')) return Client;
        const operation = name.slice(0, -'Command'.length);
        return class {
          readonly operation = operation;
          constructor(readonly input: Input) {}
        };
      },
    },
  );
}
