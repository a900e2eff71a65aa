import type { StaticOperationSchema } from '@smithy/types';
import { jsonResponse, MAX_BODY_BYTES, type WireRequest, type WireResponse } from './http.js';
import { protocolFile, protocolNamed } from './protocols/index.js';
import { json } from './protocols/json.js';
import type { Wire, WireProtocol } from './protocols/protocol.js';
import { query } from './protocols/query.js';
import { operationNames, operationSchema } from './protocols/shape.js';
import { type Caller, type Operation, type ServiceDefinition, ServiceError } from './service.js';
import type { World } from './world.js';

/** Out of the signature, which is read and not verified: any access key acts as the management account. */
interface CredentialScope {
  readonly accessKey: string;
  readonly region: string;
  readonly signingName: string;
}

/** The operation that a request is meant for, with all that is needed to answer it. */
export interface Route {
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
  request: WireRequest,
  services: readonly ServiceDefinition<World>[],
  accountId: string,
  requestId: string,
): Promise<Route | WireResponse> {
  const missing = (message: string): WireResponse =>
    refusal(request, new ServiceError('NotImplemented', message, {}, 501), requestId);
  if (request.body.byteLength > MAX_BODY_BYTES) return tooLarge(requestId);
  const scope = credentialScope(request);
  if (!scope) return unsigned(request, requestId);
  const service = serviceOf(request, scope, services);
  if (!service) return missing(unknownService(request, scope));
  const protocol = protocolNamed(service.protocol);
  if (!protocol) return missing(`${service.protocol} is not written: write ${protocolFile(service.protocol)}`);
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
  return { service, operation, schema, implementation, protocol, wire, caller: callerOf(accountId, scope) };
}

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

function callerOf(accountId: string, scope: CredentialScope): Caller {
  const session = scope.accessKey.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64);
  return {
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/sandbox/${session}`,
    userId: `AROASANDBOXSANDBOX001:${session}`,
    region: scope.region,
  };
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
