import * as wire from '../wire/controltower.js';
import { SchemaClient, type SchemaClientConfig, SchemaCommand } from './schema-client.js';
import { serviceException } from './service-exception.js';

/**
 * `@aws-sdk/client-controltower` as it is today, by name and shape: what the release that can be installed does not
 * have. When a newer one can be, this file goes and the imports change.
 */
const errors = [
  serviceException(wire.AccessDeniedException$),
  serviceException(wire.ConflictException$),
  serviceException(wire.InternalServerException$),
  serviceException(wire.ResourceNotFoundException$),
  serviceException(wire.ServiceQuotaExceededException$),
  serviceException(wire.ThrottlingException$),
  serviceException(wire.ValidationException$),
];

export class ControlTowerClient extends SchemaClient {
  constructor(config: SchemaClientConfig) {
    super(
      { serviceId: 'ControlTower', signingName: 'controltower', namespace: 'com.amazonaws.controltower', errors },
      config,
    );
  }
}

export class CreateLandingZoneCommand extends SchemaCommand<wire.CreateLandingZoneInput, wire.CreateLandingZoneOutput> {
  readonly schema = wire.CreateLandingZone$;
}

export class UpdateLandingZoneCommand extends SchemaCommand<wire.UpdateLandingZoneInput, wire.UpdateLandingZoneOutput> {
  readonly schema = wire.UpdateLandingZone$;
}

export class ResetLandingZoneCommand extends SchemaCommand<wire.ResetLandingZoneInput, wire.ResetLandingZoneOutput> {
  readonly schema = wire.ResetLandingZone$;
}

export class DeleteLandingZoneCommand extends SchemaCommand<wire.DeleteLandingZoneInput, wire.DeleteLandingZoneOutput> {
  readonly schema = wire.DeleteLandingZone$;
}

export class GetLandingZoneCommand extends SchemaCommand<wire.GetLandingZoneInput, wire.GetLandingZoneOutput> {
  readonly schema = wire.GetLandingZone$;
}

export class GetLandingZoneOperationCommand extends SchemaCommand<
  wire.GetLandingZoneOperationInput,
  wire.GetLandingZoneOperationOutput
> {
  readonly schema = wire.GetLandingZoneOperation$;
}

export class ListLandingZonesCommand extends SchemaCommand<wire.ListLandingZonesInput, wire.ListLandingZonesOutput> {
  readonly schema = wire.ListLandingZones$;
}

export class ListLandingZoneOperationsCommand extends SchemaCommand<
  wire.ListLandingZoneOperationsInput,
  wire.ListLandingZoneOperationsOutput
> {
  readonly schema = wire.ListLandingZoneOperations$;
}

export class EnableBaselineCommand extends SchemaCommand<wire.EnableBaselineInput, wire.EnableBaselineOutput> {
  readonly schema = wire.EnableBaseline$;
}

export class UpdateEnabledBaselineCommand extends SchemaCommand<
  wire.UpdateEnabledBaselineInput,
  wire.UpdateEnabledBaselineOutput
> {
  readonly schema = wire.UpdateEnabledBaseline$;
}

export class ResetEnabledBaselineCommand extends SchemaCommand<
  wire.ResetEnabledBaselineInput,
  wire.ResetEnabledBaselineOutput
> {
  readonly schema = wire.ResetEnabledBaseline$;
}

export class DisableBaselineCommand extends SchemaCommand<wire.DisableBaselineInput, wire.DisableBaselineOutput> {
  readonly schema = wire.DisableBaseline$;
}

export class GetBaselineCommand extends SchemaCommand<wire.GetBaselineInput, wire.GetBaselineOutput> {
  readonly schema = wire.GetBaseline$;
}

export class GetBaselineOperationCommand extends SchemaCommand<
  wire.GetBaselineOperationInput,
  wire.GetBaselineOperationOutput
> {
  readonly schema = wire.GetBaselineOperation$;
}

export class GetEnabledBaselineCommand extends SchemaCommand<
  wire.GetEnabledBaselineInput,
  wire.GetEnabledBaselineOutput
> {
  readonly schema = wire.GetEnabledBaseline$;
}

export class ListBaselinesCommand extends SchemaCommand<wire.ListBaselinesInput, wire.ListBaselinesOutput> {
  readonly schema = wire.ListBaselines$;
}

export class ListEnabledBaselinesCommand extends SchemaCommand<
  wire.ListEnabledBaselinesInput,
  wire.ListEnabledBaselinesOutput
> {
  readonly schema = wire.ListEnabledBaselines$;
}

export class EnableControlCommand extends SchemaCommand<wire.EnableControlInput, wire.EnableControlOutput> {
  readonly schema = wire.EnableControl$;
}

export class DisableControlCommand extends SchemaCommand<wire.DisableControlInput, wire.DisableControlOutput> {
  readonly schema = wire.DisableControl$;
}

export class UpdateEnabledControlCommand extends SchemaCommand<
  wire.UpdateEnabledControlInput,
  wire.UpdateEnabledControlOutput
> {
  readonly schema = wire.UpdateEnabledControl$;
}

export class ResetEnabledControlCommand extends SchemaCommand<
  wire.ResetEnabledControlInput,
  wire.ResetEnabledControlOutput
> {
  readonly schema = wire.ResetEnabledControl$;
}

export class GetControlOperationCommand extends SchemaCommand<
  wire.GetControlOperationInput,
  wire.GetControlOperationOutput
> {
  readonly schema = wire.GetControlOperation$;
}

export class GetEnabledControlCommand extends SchemaCommand<wire.GetEnabledControlInput, wire.GetEnabledControlOutput> {
  readonly schema = wire.GetEnabledControl$;
}

export class ListControlOperationsCommand extends SchemaCommand<
  wire.ListControlOperationsInput,
  wire.ListControlOperationsOutput
> {
  readonly schema = wire.ListControlOperations$;
}

export class ListEnabledControlsCommand extends SchemaCommand<
  wire.ListEnabledControlsInput,
  wire.ListEnabledControlsOutput
> {
  readonly schema = wire.ListEnabledControls$;
}

export class ListTagsForResourceCommand extends SchemaCommand<
  wire.ListTagsForResourceInput,
  wire.ListTagsForResourceOutput
> {
  readonly schema = wire.ListTagsForResource$;
}

export class TagResourceCommand extends SchemaCommand<wire.TagResourceInput, wire.TagResourceOutput> {
  readonly schema = wire.TagResource$;
}

export class UntagResourceCommand extends SchemaCommand<wire.UntagResourceInput, wire.UntagResourceOutput> {
  readonly schema = wire.UntagResource$;
}
