import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import { resolveEndpointConfig } from '@smithy/core/endpoints';
import { HttpResponse, parseUrl } from '@smithy/core/protocols';
import { operation, TypeRegistry } from '@smithy/core/schema';
import type {
  Endpoint,
  HttpRequest,
  MetadataBearer,
  ResponseMetadata,
  StaticErrorSchema,
  StaticOperationSchema,
} from '@smithy/types';
import type { AnsweredCall } from './clients.js';

type ControlTowerSdk = typeof import('@aws-sdk/client-controltower');
type PackageClient = InstanceType<ControlTowerSdk['ControlTowerClient']>;
type PackageConfig = ConstructorParameters<ControlTowerSdk['ControlTowerClient']>[0];

/**
 * A request described by a schema of src/wire instead of a generated serializer. `Output` is what it answers with.
 */
export abstract class SchemaCommand<Input extends object, Output extends object> {
  abstract readonly schema: StaticOperationSchema;
  readonly input: Input;
  /** For the compiler alone. */
  declare readonly output?: Output;

  constructor(input: Input) {
    this.input = input;
  }
}

export interface SchemaService {
  /** As in AWS_ENDPOINT_URL_<SERVICE>: `ControlTower`. */
  readonly serviceId: string;
  /** Of the signature's scope, and where the endpoint's host name begins: `controltower`. */
  readonly signingName: string;
  /** Of its shapes: `com.amazonaws.controltower`. */
  readonly namespace: string;
  readonly errors: readonly (readonly [StaticErrorSchema, new () => Error])[];
}

export interface SchemaClientConfig {
  readonly region: string;
  /** Without it AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL or the shared configuration file may give one. */
  readonly endpoint?: string;
  readonly requestHandler?: NonNullable<PackageConfig['requestHandler']>;
  readonly credentials?: NonNullable<PackageConfig['credentials']>;
  readonly answered?: (call: AnsweredCall) => void;
}

/**
 * Sends schema commands through the client of the package `@aws-sdk/client-controltower`: its credentials, signature,
 * user agent and transport. The release that can be had (3.332.0) knows 4 of Control Tower's 28 operations, has no
 * Control Catalog beside it and does not look at AWS_ENDPOINT_URL; what it lacks is here, and goes when a newer one comes.
 */
export class SchemaClient {
  readonly #service: SchemaService;
  readonly #protocol: AwsRestJsonProtocol;
  readonly #config: SchemaClientConfig;
  #made: Promise<PackageClient> | undefined;

  constructor(service: SchemaService, config: SchemaClientConfig) {
    this.#service = service;
    this.#protocol = protocolOf(service);
    this.#config = config;
  }

  /** @throws the service's exceptions, by the names of its model; any other error as AWS names it. */
  async send<Input extends object, Output extends object>(
    command: SchemaCommand<Input, Output>,
  ): Promise<Output & MetadataBearer> {
    this.#made ??= packageClient(this.#service, this.#config);
    const client = await this.#made;
    const [, namespace, name, traits, input, output] = command.schema;
    const schema = operation(namespace, name, traits, input, output);
    const context = { ...client.config, endpoint: () => this.#endpoint(client) };
    const answers: (Output & MetadataBearer)[] = [];
    const send = exchange(client, `${name}Command`, {
      write: () => this.#protocol.serializeRequest(schema, command.input, context),
      read: async (response) => {
        const answer = await this.#protocol.deserializeResponse<Output & MetadataBearer>(schema, context, response);
        answers.push(answer);
        return answer;
      },
    });
    const tell = ({ requestId }: ResponseMetadata): void => {
      if (requestId === undefined) return;
      this.#config.answered?.({ service: this.#service.serviceId, operation: name, requestId });
    };
    try {
      await send();
    } catch (error) {
      const { $metadata } = error as Partial<MetadataBearer>;
      if ($metadata) tell($metadata);
      throw error;
    }
    const [answer] = answers;
    if (answer) tell(answer.$metadata);
    if (!answer) throw new TypeError(`${name} was not answered`);
    return answer;
  }

  /** The package's rules of host names (partitions, FIPS, dual stack) hold for its sibling too. */
  async #endpoint({ config }: PackageClient): Promise<Endpoint> {
    if (config.endpoint) return config.endpoint();
    const { url } = config.endpointProvider({
      Region: await config.region(),
      UseFIPS: await config.useFipsEndpoint(),
      UseDualStack: await config.useDualstackEndpoint(),
    });
    const hostname = url.hostname.replace(/^controltower/, this.#service.signingName);
    return { protocol: url.protocol, hostname, path: url.pathname, ...(url.port && { port: Number(url.port) }) };
  }
}

/**
 * One request through the package's middlewares. They are typed for its own four commands: input and output pass by
 * them, in what `write` and `read` close over.
 */
function exchange(
  client: PackageClient,
  commandName: string,
  wire: { write(): Promise<HttpRequest>; read(response: HttpResponse): Promise<MetadataBearer> },
): () => Promise<unknown> {
  const nothing = { operationIdentifier: undefined };
  const stack = client.middlewareStack.clone();
  // It would log what passes by it.
  stack.remove('loggerMiddleware');
  stack.add(
    (next) => async (args) => {
      const request = await wire.write();
      // Bytes of the codec's own class, which the package's transport would take for text.
      if (request.body instanceof Uint8Array) request.body = new Uint8Array(request.body);
      return next({ ...args, request });
    },
    { step: 'serialize', name: 'serializerMiddleware' },
  );
  stack.add(
    (next) => async (args) => {
      const { response } = await next(args);
      if (!HttpResponse.isInstance(response)) throw new TypeError(`${commandName} was not answered over HTTP`);
      const { $metadata } = await wire.read(response);
      return { response, output: { ...nothing, $metadata } };
    },
    { step: 'deserialize', name: 'deserializerMiddleware' },
  );
  const { requestHandler } = client.config;
  const clientName = client.constructor.name;
  const send = stack.resolve(({ request }) => requestHandler.handle(request), { clientName, commandName });
  return () => send({ input: nothing });
}

/** Exceptions are told apart by the name of their schema. */
function protocolOf({ namespace, errors }: SchemaService): AwsRestJsonProtocol {
  const registry = new TypeRegistry(namespace);
  for (const [schema, exception] of errors) registry.registerError(schema, exception);
  return new AwsRestJsonProtocol({ defaultNamespace: namespace, errorTypeRegistries: [registry] });
}

/** Imported when first called: a --help loads no SDK. */
async function packageClient(service: SchemaService, config: SchemaClientConfig): Promise<PackageClient> {
  const sdk = await import('@aws-sdk/client-controltower');
  const endpoint = config.endpoint ?? (await configuredEndpoint(service.serviceId));
  const { signingName } = service;
  // Not in the package's types, but in its signer's.
  const { answered: _, ...client } = config;
  const signed = { ...client, signingName, retryStrategy: once, ...(endpoint !== undefined && { endpoint }) };
  return new sdk.ControlTowerClient(signed);
}

/** Retries are the Throttle's; the package's own strategy tries twice when it is told `maxAttempts: 1`. */
const once: NonNullable<PackageConfig['retryStrategy']> = { retry: (next, args) => next(args) };

/** From the environment or the shared configuration file, by the SDK's own rules. */
async function configuredEndpoint(serviceId: string): Promise<string | undefined> {
  const resolved = resolveEndpointConfig({
    serviceId,
    urlParser: parseUrl,
    endpointProvider: () => ({ url: new URL(`https://${serviceId}.invalid`) }),
  });
  return resolved.serviceConfiguredEndpoint?.();
}
