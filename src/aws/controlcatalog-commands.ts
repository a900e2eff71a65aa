import * as wire from '../wire/controlcatalog.js';
import { SchemaClient, type SchemaClientConfig, SchemaCommand } from './schema-client.js';
import { serviceException } from './service-exception.js';

/** `@aws-sdk/client-controlcatalog`, which cannot be installed, by name and shape. */
const errors = [
  serviceException(wire.AccessDeniedException$),
  serviceException(wire.InternalServerException$),
  serviceException(wire.ResourceNotFoundException$),
  serviceException(wire.ThrottlingException$),
  serviceException(wire.ValidationException$),
];

export class ControlCatalogClient extends SchemaClient {
  constructor(config: SchemaClientConfig) {
    super(
      { serviceId: 'ControlCatalog', signingName: 'controlcatalog', namespace: 'com.amazonaws.controlcatalog', errors },
      config,
    );
  }
}

export class GetControlCommand extends SchemaCommand<wire.GetControlRequest, wire.GetControlResponse> {
  readonly schema = wire.GetControl$;
}

export class ListControlsCommand extends SchemaCommand<wire.ListControlsRequest, wire.ListControlsResponse> {
  readonly schema = wire.ListControls$;
}

export class ListControlMappingsCommand extends SchemaCommand<
  wire.ListControlMappingsRequest,
  wire.ListControlMappingsResponse
> {
  readonly schema = wire.ListControlMappings$;
}

export class ListCommonControlsCommand extends SchemaCommand<
  wire.ListCommonControlsRequest,
  wire.ListCommonControlsResponse
> {
  readonly schema = wire.ListCommonControls$;
}

export class ListObjectivesCommand extends SchemaCommand<wire.ListObjectivesRequest, wire.ListObjectivesResponse> {
  readonly schema = wire.ListObjectives$;
}

export class ListDomainsCommand extends SchemaCommand<wire.ListDomainsRequest, wire.ListDomainsResponse> {
  readonly schema = wire.ListDomains$;
}
