import type { JsonObject } from '../model.js';
import type { Parameter } from '../wire/controltower.js';
import { ControlTowerReads } from './controltower-reads.js';
import type { ParameterRecord } from './controltower-records.js';
import type { Tags } from './organizations-records.js';

export type {
  EnabledBaselineRecord,
  EnabledControlDetailRecord,
  EnabledControlRecord,
  LandingZoneOperationRecord,
  LandingZoneRecord,
  OperationRecord,
  ParameterRecord,
} from './controltower-records.js';

/** An operation that AWS has begun: its UUID, to be polled with `baselineOperation` or `controlOperation`. */
export interface Started {
  readonly operationId: string;
}

export interface StartedOn extends Started {
  /** What is there from now on, whether or not the operation succeeds. */
  readonly arn: string;
}

/**
 * AWS Control Tower as towerctl uses it. Writes are one call each and only begin something; the Throttle waits when
 * Control Tower is busy with something else. Source: Control Tower API reference, 2018-05-10.
 */
export class ControlTowerPort extends ControlTowerReads {
  /** Replaces the whole manifest, and what is remediated: what is left out is lost. */
  async updateLandingZone(
    arn: string,
    change: { version: string; manifest: JsonObject; autoEnroll: boolean },
  ): Promise<Started> {
    const answer = await this.call('UpdateLandingZone', ({ client, sdk }) =>
      client.send(
        new sdk.UpdateLandingZoneCommand({
          landingZoneIdentifier: arn,
          version: change.version,
          manifest: change.manifest,
          ...(change.autoEnroll && { remediationTypes: ['INHERITANCE_DRIFT'] }),
        }),
      ),
    );
    return { operationId: answer.operationIdentifier ?? '' };
  }

  /** As its manifest says, in the version that it has. */
  async resetLandingZone(arn: string): Promise<Started> {
    const answer = await this.call('ResetLandingZone', ({ client, sdk }) =>
      client.send(new sdk.ResetLandingZoneCommand({ landingZoneIdentifier: arn })),
    );
    return { operationId: answer.operationIdentifier ?? '' };
  }

  async enableBaseline(baseline: {
    baselineArn: string;
    version: string;
    targetArn: string;
    parameters?: readonly ParameterRecord[];
    tags?: Tags;
  }): Promise<StartedOn> {
    const answer = await this.call('EnableBaseline', ({ client, sdk }) =>
      client.send(
        new sdk.EnableBaselineCommand({
          baselineIdentifier: baseline.baselineArn,
          baselineVersion: baseline.version,
          targetIdentifier: baseline.targetArn,
          ...given(baseline),
        }),
      ),
    );
    return { operationId: answer.operationIdentifier ?? '', arn: answer.arn ?? '' };
  }

  /** The version is asked for even where only parameters change; parameters that are left out may be lost. */
  async updateEnabledBaseline(
    arn: string,
    change: { version: string; parameters?: readonly ParameterRecord[] },
  ): Promise<Started> {
    const answer = await this.call('UpdateEnabledBaseline', ({ client, sdk }) =>
      client.send(
        new sdk.UpdateEnabledBaselineCommand({
          enabledBaselineIdentifier: arn,
          baselineVersion: change.version,
          ...given(change),
        }),
      ),
    );
    return { operationId: answer.operationIdentifier ?? '' };
  }

  /** Registers the unit again, in the version that it has. */
  async resetEnabledBaseline(arn: string): Promise<Started> {
    const answer = await this.call('ResetEnabledBaseline', ({ client, sdk }) =>
      client.send(new sdk.ResetEnabledBaselineCommand({ enabledBaselineIdentifier: arn })),
    );
    return { operationId: answer.operationIdentifier ?? '' };
  }

  async disableBaseline(arn: string): Promise<Started> {
    const answer = await this.call('DisableBaseline', ({ client, sdk }) =>
      client.send(new sdk.DisableBaselineCommand({ enabledBaselineIdentifier: arn })),
    );
    return { operationId: answer.operationIdentifier ?? '' };
  }

  async enableControl(control: {
    controlIdentifier: string;
    targetArn: string;
    parameters?: readonly ParameterRecord[];
    tags?: Tags;
  }): Promise<Started & { readonly arn?: string }> {
    const answer = await this.call('EnableControl', ({ client, sdk }) =>
      client.send(
        new sdk.EnableControlCommand({
          controlIdentifier: control.controlIdentifier,
          targetIdentifier: control.targetArn,
          ...given(control),
        }),
      ),
    );
    return {
      operationId: answer.operationIdentifier ?? '',
      ...(answer.arn !== undefined && { arn: answer.arn }),
    };
  }

  /** Replaces all parameters. */
  async updateEnabledControl(arn: string, parameters: readonly ParameterRecord[]): Promise<Started> {
    const answer = await this.call('UpdateEnabledControl', ({ client, sdk }) =>
      client.send(new sdk.UpdateEnabledControlCommand({ enabledControlIdentifier: arn, parameters: [...parameters] })),
    );
    return { operationId: answer.operationIdentifier ?? '' };
  }

  async resetEnabledControl(arn: string): Promise<Started> {
    const answer = await this.call('ResetEnabledControl', ({ client, sdk }) =>
      client.send(new sdk.ResetEnabledControlCommand({ enabledControlIdentifier: arn })),
    );
    return { operationId: answer.operationIdentifier ?? '' };
  }

  async disableControl(arn: string): Promise<Started> {
    const answer = await this.call('DisableControl', ({ client, sdk }) =>
      client.send(new sdk.DisableControlCommand({ enabledControlIdentifier: arn })),
    );
    return { operationId: answer.operationIdentifier ?? '' };
  }

  async tag(arn: string, tags: Tags): Promise<void> {
    await this.call('TagResource', ({ client, sdk }) =>
      client.send(new sdk.TagResourceCommand({ resourceArn: arn, tags: { ...tags } })),
    );
  }

  async untag(arn: string, keys: readonly string[]): Promise<void> {
    await this.call('UntagResource', ({ client, sdk }) =>
      client.send(new sdk.UntagResourceCommand({ resourceArn: arn, tagKeys: [...keys] })),
    );
  }
}

/** What is not given is not sent: an empty list may mean something else than none. */
function given(input: { readonly parameters?: readonly ParameterRecord[]; readonly tags?: Tags }): {
  parameters?: Parameter[];
  tags?: Record<string, string>;
} {
  return {
    ...(input.parameters && input.parameters.length > 0 && { parameters: [...input.parameters] }),
    ...(input.tags && { tags: { ...input.tags } }),
  };
}
