import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { type Clock, VirtualClock } from '../../src/clock.js';
import type { WireRequest } from '../../src/simulator/http.js';
import { type ServerOptions, SimulatorServer } from '../../src/simulator/server.js';
import { importedOnce, type Operation, type ServiceDefinition, ServiceError } from '../../src/simulator/service.js';
import { sts } from '../../src/simulator/services/sts/service.js';
import { inProcess } from '../../src/simulator/transport.js';
import { World } from '../../src/simulator/world.js';

/** A made-up Organizations of four operations: enough to test everything around a service. */
const operations: Record<string, Operation<World>> = {
  ListAccounts: (_input, { clock }) => ({
    Accounts: [{ Id: '111111111111', Name: 'one', JoinedTimestamp: new Date(clock.now()) }],
  }),
  CreatePolicy: (input, { world }) => {
    const names = world.state<string[]>('organizations', () => []);
    const name = String(input['Name']);
    if (names.includes(name)) throw new ServiceError('DuplicatePolicyException', `there is a policy ${name}`);
    names.push(name);
    return { Policy: { PolicySummary: { Name: name, AwsManaged: false }, Content: String(input['Content']) } };
  },
  AttachPolicy: (input) => {
    if (input['TargetId'] === 'r-bad') {
      throw new ServiceError('ConstraintViolationException', 'no', {
        Reason: 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
      });
    }
    return {};
  },
  DescribePolicy: () => ({ Policy: { PolicySummary: { Nonsense: true } } }),
  DescribeAccount: () => {
    throw new TypeError('a slip of the pen');
  },
};

export const toy: ServiceDefinition<World> = {
  name: 'organizations',
  protocol: 'json',
  signingName: 'organizations',
  targetPrefix: 'AWSOrganizationsV20161128',
  schemas: importedOnce(() => import('@aws-sdk/client-organizations')),
  operations,
  isRead: (operation) => /^(List|Describe)/.test(operation),
  throttled: () => new ServiceError('TooManyRequestsException', 'slow down', { Type: 'RATE' }),
  overlapping: () => new ServiceError('ConcurrentModificationException', 'another write is in flight'),
};

export function toySimulator(options: Partial<ServerOptions> & { clock?: Clock } = {}): SimulatorServer {
  const { clock = new VirtualClock(), ...rest } = options;
  return new SimulatorServer({
    world: new World(clock),
    services: [toy, sts],
    rates: {},
    latencyMs: 0,
    overlappingWrites: 'refused',
    seed: () => {},
    ...rest,
  });
}

const client = { region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'x' } };

export function organizationsClient(simulator: SimulatorServer): OrganizationsClient {
  return new OrganizationsClient({ ...client, requestHandler: inProcess(simulator) });
}

export function stsClient(simulator: SimulatorServer): STSClient {
  return new STSClient({ ...client, requestHandler: inProcess(simulator) });
}

/** A request as a JSON client would send it; `body` may be any text. */
export function jsonRequest(operation: string, body: string, more: Partial<WireRequest> = {}): WireRequest {
  return {
    method: 'POST',
    path: '/',
    query: {},
    headers: {
      authorization: signature('organizations'),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSOrganizationsV20161128.${operation}`,
    },
    body: Buffer.from(body),
    ...more,
  };
}

export function signature(service: string, region = 'us-east-1'): string {
  return `AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

export function textOf(body: string | Uint8Array): string {
  return typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
}

export function bodyOf(response: { body: string | Uint8Array }): Record<string, unknown> {
  return JSON.parse(textOf(response.body)) as Record<string, unknown>;
}
