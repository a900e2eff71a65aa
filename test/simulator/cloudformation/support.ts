import { CloudFormation, type Stack } from '@aws-sdk/client-cloudformation';
import { VirtualClock } from '../../../src/clock.js';
import {
  createSimulator,
  inProcess,
  kind,
  type Simulator,
  type SimulatorOptions,
} from '../../../src/simulator/index.js';

export const HOME = 'ap-northeast-1';
export const MANAGEMENT = '123456789012';
/** In Workloads/Prod, a registered unit. */
export const PAYMENTS = '300000000001';
export const CALLER = `arn:aws:iam::${MANAGEMENT}:role/sandbox`;

export interface Formation {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
  /** The SDK's own client, in the home Region. */
  readonly aws: CloudFormation;
  inRegion(region: string): CloudFormation;
  /** The stack as DescribeStacks shows it. */
  stack(name: string): Promise<Stack>;
}

/** A simulator on virtual time; everything at once unless told otherwise. */
export function formation(options: SimulatorOptions = {}): Formation {
  const clock = new VirtualClock();
  const simulator = createSimulator({ ...kind, clock, ...options });
  const inRegion = (region: string): CloudFormation =>
    new CloudFormation({
      region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
      requestHandler: inProcess(simulator),
    });
  const aws = inRegion(HOME);
  const stack = async (name: string): Promise<Stack> => {
    const { Stacks } = await aws.describeStacks({ StackName: name });
    const [found] = Stacks ?? [];
    if (!found) throw new Error(`no stack ${name}`);
    return found;
  };
  return { simulator, clock, aws, inRegion, stack };
}

/** `ValidationError: text`; `none` when there was no error. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

/** Slow operations end when they were asked after twice. */
export const POLLS = { pace: { kind: 'polls', polls: 2 } } as const;

/** A template of one topic, as JSON, with whatever else is given. */
export function withTopic(more: object = {}, topic: object = {}): string {
  return JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic', ...topic } }, ...more });
}
