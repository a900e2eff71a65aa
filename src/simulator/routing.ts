import type { StaticOperationSchema } from '@smithy/types';
import { jsonResponse, MAX_BODY_BYTES, type WireRequest, type WireResponse } from './http.js';
import { protocolNamed } from './protocols/index.js';
import { json } from './protocols/json.js';
import type { Wire, WireProtocol } from './protocols/protocol.js';
import { query } from './protocols/query.js';
import { operationNames, operationSchema } from './protocols/shape.js';
import { type Caller, type Operation, type Protocol, type ServiceDefinition, ServiceError } from './service.js';
import type { World } from './world.js';

/** Out of the signature, which is read and not verified: any access key but one that STS gave acts as the management account. */
interface CredentialScope {
  readonly accessKey: string;
  readonly region: string;
  readonly signingName: string;
}

/** The operation that a request is meant for, with all that is needed to answer it. */
export interface Route {
  /** As the protocol reads it. */
  readonly request: WireRequest;
  readonly service: ServiceDefinition<World>;
  readonly operation: string;
  readonly schema: StaticOperationSchema;
  readonly implementation: Operation<World>;
  readonly protocol: WireProtocol;
  readonly wire: Wire;
  readonly caller: Caller;
}

/** The route of a request, or the response that says why there is none. */
export async function routeOf(
  received: WireRequest,
  services: readonly ServiceDefinition<World>[],
  world: World,
  requestId: string,
): Promise<Route | WireResponse> {
  if (received.body.byteLength > MAX_BODY_BYTES) return tooLarge(requestId);
  const scope = credentialScope(received);
  if (!scope) return unsigned(received, requestId);
  const service = serviceOf(received, scope, services);
  if (!service) return refusal(received, notImplemented(unknownService(received, scope)), requestId);
  const protocol = protocolNamed(service.protocol);
  const missing = (message: string): WireResponse =>
    protocol.writeError({ name: service.name, schemas: {} }, notImplemented(message), requestId);
  const request = service.normalise?.(received) ?? received;
  const wire = { ...service, schemas: await service.schemas() };
  const operation = protocol.operationOf(request, wire);
  if (!operation) return missing(`the request names no operation of ${service.name}`);
  const schema = operationSchema(wire.schemas, operation);
  if (!schema) {
    const count = operationNames(wire.schemas).length;
    return missing(`${operation} is none of the ${count} operations of ${service.name} in the SDK's model`);
  }
  const implementation = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
  if (!implementation) {
    const file = `src/simulator/services/${service.name}/operations`;
    return missing(`${service.name}:${operation} is not simulated: write it in ${file}`);
  }
  const caller = callerOf(world, services, { ...scope, host: received.headers['host'] }, service.protocol);
  if (caller instanceof ServiceError) return protocol.writeError(wire, caller, requestId);
  return { request, service, operation, schema, implementation, protocol, wire, caller };
}

const notImplemented = (message: string): ServiceError => new ServiceError('NotImplemented', message, {}, 501);

/** `Credential=KEY/20260101/us-east-1/organizations/aws4_request`, in the Authorization header or a presigned URL. */
function credentialScope(request: WireRequest): CredentialScope | undefined {
  const header = /Credential=([^,\s]+)/.exec(request.headers['authorization'] ?? '')?.[1];
  const parts = (header ?? request.query['X-Amz-Credential'])?.split('/') ?? [];
  // Counted from the end: whatever somebody uses as an access key may hold slashes.
  const [signingName, region] = [parts.at(-2), parts.at(-3)];
  if (parts.length < 5 || !signingName || !region || parts.at(-1) !== 'aws4_request') return undefined;
  return { accessKey: parts.slice(0, -4).join('/'), region, signingName };
}

/** By the scope's service; where several services share a signing name, the target header tells them apart. */
function serviceOf(
  request: WireRequest,
  scope: CredentialScope,
  services: readonly ServiceDefinition<World>[],
): ServiceDefinition<World> | undefined {
  const target = request.headers['x-amz-target']?.split('.')[0];
  const named = services.filter((service) => service.signingName === scope.signingName);
  return named.find((service) => service.targetPrefix === target) ?? (target === undefined ? named[0] : undefined);
}

function unknownService(request: WireRequest, scope: CredentialScope): string {
  const target = request.headers['x-amz-target'];
  const meant = `"${scope.signingName}"${target === undefined ? '' : ` (target ${target})`}`;
  return `the service ${meant} is not simulated: add it to src/simulator/services/index.ts`;
}

/** The identity that STS gave the access key, else the management account; or why the key is refused. */
function callerOf(
  world: World,
  services: readonly ServiceDefinition<World>[],
  { accessKey, region, host }: CredentialScope & { readonly host: string | undefined },
  protocol: Protocol,
): Caller | ServiceError {
  const place = { region, ...(host === undefined ? {} : { host }) };
  for (const service of services) {
    const identity = service.identify?.(world, accessKey);
    if (identity === 'unknown') return badToken('unknown', protocol);
    if (!identity) continue;
    if (identity.expiresAt <= world.clock.now()) return badToken('expired', protocol);
    const { accountId, arn, userId, rootTask } = identity;
    return { accountId, arn, userId, ...place, ...(rootTask === undefined ? {} : { rootTask }) };
  }
  const { accountId } = world.settings;
  const session = accessKey.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64);
  return {
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/sandbox/${session}`,
    userId: `AROASANDBOXSANDBOX001:${session}`,
    ...place,
  };
}

/** Each protocol has its own code and status for the same. */
const BAD_TOKENS: Readonly<Record<'expired' | 'unknown', Readonly<Record<Protocol, readonly [string, number]>>>> = {
  expired: {
    json: ['ExpiredTokenException', 400],
    'rest-json': ['ExpiredTokenException', 403],
    query: ['ExpiredToken', 403],
    'rest-xml': ['ExpiredToken', 400],
  },
  unknown: {
    json: ['UnrecognizedClientException', 400],
    'rest-json': ['UnrecognizedClientException', 403],
    query: ['InvalidClientTokenId', 403],
    'rest-xml': ['InvalidAccessKeyId', 403],
  },
};

function badToken(what: 'expired' | 'unknown', protocol: Protocol): ServiceError {
  const [code, status] = BAD_TOKENS[what][protocol];
  const message =
    what === 'expired'
      ? 'The security token included in the request is expired'
      : 'The security token included in the request is invalid.';
  return new ServiceError(code, message, {}, status);
}

function tooLarge(requestId: string): WireResponse {
  const message = `the body is larger than ${MAX_BODY_BYTES} bytes`;
  return jsonResponse(413, { __type: 'RequestEntityTooLargeException', message }, { 'x-amzn-requestid': requestId });
}

function unsigned(request: WireRequest, requestId: string): WireResponse {
  const isSigned = request.headers['authorization'] !== undefined || request.query['X-Amz-Credential'] !== undefined;
  const [code, message] = isSigned
    ? ['IncompleteSignature', 'the credential scope is not KEY/DATE/REGION/SERVICE/aws4_request']
    : ['MissingAuthenticationToken', 'the request is not signed'];
  const error = isQuery(request)
    ? new ServiceError(code, message, {}, isSigned ? 400 : 403)
    : new ServiceError(`${code}Exception`, message);
  return refusal(request, error, requestId);
}

/** In the protocol that the request seems to speak, so that its client can read it: the service may be unknown. */
function refusal(request: WireRequest, error: ServiceError, requestId: string): WireResponse {
  const protocol = isQuery(request) ? query : json;
  return protocol.writeError({ name: 'unknown', schemas: {} }, error, requestId);
}

function isQuery(request: WireRequest): boolean {
  return query.operationOf(request, { name: 'unknown', schemas: {} }) !== undefined;
}
