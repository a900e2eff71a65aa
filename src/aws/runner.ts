import { type ClientOptions, clientConfig, once } from './clients.js';
import { CodePipelinePort } from './codepipeline.js';
import { RegionalPorts } from './regional.js';
import type { S3Port } from './s3.js';
import { SnsPort } from './sns.js';
import type { Throttle } from './throttle.js';

/** What a run works with in the account that it runs in: its bucket, its topic, its pipelines. One Region. */
export interface RunnerPorts {
  readonly s3: S3Port;
  readonly sns: SnsPort;
  readonly codePipeline: CodePipelinePort;
  /** The ARN of the process's own identity, whatever role it enters the organization by. */
  readonly caller: () => Promise<string>;
}

/** Of a session with the process's own credentials. What a run does about itself is no part of what it tells of its calls. */
export function runnerPorts(
  { answered: _, ...session }: ClientOptions,
  throttle: Throttle,
): (region: string) => RunnerPorts {
  const regional = new RegionalPorts(session, throttle, 'runner');
  const known = new Map<string, RunnerPorts>();
  return (region) => {
    const ports = known.get(region) ?? portsIn(region, session, throttle, regional.s3(region));
    known.set(region, ports);
    return ports;
  };
}

function portsIn(region: string, session: ClientOptions, throttle: Throttle, s3: S3Port): RunnerPorts {
  const place = `runner/${region}`;
  const sns = once(async () => {
    const sdk = await import('@aws-sdk/client-sns');
    return { client: new sdk.SNSClient(clientConfig(session, region)), sdk };
  });
  const codePipeline = once(async () => {
    const sdk = await import('@aws-sdk/client-codepipeline');
    return { client: new sdk.CodePipelineClient(clientConfig(session, region)), sdk };
  });
  const sts = once(async () => {
    const sdk = await import('@aws-sdk/client-sts');
    return { client: new sdk.STSClient({ ...clientConfig(session, region), useGlobalEndpoint: false }), sdk };
  });
  return {
    s3,
    sns: new SnsPort(sns, throttle, place),
    codePipeline: new CodePipelinePort(codePipeline, throttle, place),
    caller: async () => {
      const { client, sdk } = await sts();
      const answer = await throttle.call('sts', 'GetCallerIdentity', () =>
        client.send(new sdk.GetCallerIdentityCommand({})),
      );
      return answer.Arn ?? '';
    },
  };
}
