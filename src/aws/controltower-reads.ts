import { TowerctlError } from '../errors.js';
import type { LandingZoneOperationFilter } from '../wire/controltower.js';
import { type AskedBaselines, type AskedControls, baselineFilter, controlFilter } from './controltower-asked.js';
import type * as Sdk from './controltower-commands.js';
import {
  type EnabledBaselineRecord,
  type EnabledControlDetailRecord,
  type EnabledControlRecord,
  enabledBaselineRecord,
  enabledControlDetailRecord,
  enabledControlRecord,
  type LandingZoneOperationRecord,
  type LandingZoneRecord,
  landingZoneRecord,
  type OperationRecord,
  operationRecord,
  type ParameterRecord,
  parameterRecords,
} from './controltower-records.js';
import { Memo } from './memo.js';
import type { Tags } from './organizations-records.js';
import { allPages } from './pages.js';
import type { CallOptions, Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface ControlTowerSdk {
  readonly client: Sdk.ControlTowerClient;
  readonly sdk: typeof Sdk;
}

/** The largest pages that Control Tower gives; no page of baselines may be smaller than 4, of enabled baselines than 5. */
const PAGE = 100;
const ENABLED_CONTROLS_PAGE = 200;

/**
 * What towerctl reads of AWS Control Tower, in the home Region: plain records, each asked for once until they are
 * forgotten. Operations are asked for anew each time. Source: Control Tower API reference, 2018-05-10.
 */
export class ControlTowerReads {
  readonly #client: () => Promise<ControlTowerSdk>;
  readonly #throttle: Throttle;
  readonly #homeRegion: string;
  readonly #memo = new Memo();

  constructor(client: () => Promise<ControlTowerSdk>, throttle: Throttle, homeRegion: string) {
    this.#client = client;
    this.#throttle = throttle;
    this.#homeRegion = homeRegion;
  }

  /** Forgets what was read: the next read asks AWS again. */
  forget(): void {
    this.#memo.forget();
  }

  /**
   * Undefined where the organization has none.
   * @throws TowerctlError when another Region is its home: there alone Control Tower tells anything about it.
   */
  landingZone(): Promise<LandingZoneRecord | undefined> {
    return this.#memo.once('GetLandingZone', async () => {
      const arn = await this.#landingZoneArn();
      if (arn === undefined) return undefined;
      this.#checkHome(arn);
      const answer = await this.call('GetLandingZone', ({ client, sdk }) =>
        client.send(new sdk.GetLandingZoneCommand({ landingZoneIdentifier: arn })),
      );
      return answer.landingZone && landingZoneRecord(arn, answer.landingZone);
    });
  }

  /** Home Region of the landing zone, wherever this is asked; undefined where the organization has none. */
  async landingZoneHome(): Promise<string | undefined> {
    return (await this.#landingZoneArn())?.split(':')[3];
  }

  #landingZoneArn(): Promise<string | undefined> {
    return this.#memo.once('ListLandingZones', async () => {
      const found = await allPages('ListLandingZones', async (nextToken) => {
        const page = await this.call('ListLandingZones', ({ client, sdk }) =>
          client.send(new sdk.ListLandingZonesCommand({ nextToken })),
        );
        return { items: page.landingZones ?? [], next: page.nextToken };
      });
      return found[0]?.arn;
    });
  }

  /** The operation that the landing zone is busy with, asked for anew each time. */
  async landingZoneOperation(): Promise<LandingZoneOperationRecord | undefined> {
    const [newest] = await allPages('ListLandingZoneOperations', async (nextToken) => {
      const page = await this.call('ListLandingZoneOperations', ({ client, sdk }) =>
        client.send(
          new sdk.ListLandingZoneOperationsCommand({
            filter: { statuses: ['IN_PROGRESS'] },
            nextToken,
            maxResults: PAGE,
          }),
        ),
      );
      return { items: page.landingZoneOperations ?? [], next: page.nextToken };
    });
    if (!newest) return undefined;
    const { operationIdentifier: id = '', operationType: type = 'UPDATE', status = 'IN_PROGRESS' } = newest;
    return { id, type, status };
  }

  /** When the landing zone was last changed with success, in milliseconds since 1970; undefined when that is forgotten (90 days). */
  landingZoneUpdatedAt(): Promise<number | undefined> {
    return this.#memo.once('ListLandingZoneOperations', async () => {
      const [newest] = await allPages('ListLandingZoneOperations', async (nextToken) => {
        const filter: LandingZoneOperationFilter = { types: ['UPDATE'], statuses: ['SUCCEEDED'] };
        const page = await this.call('ListLandingZoneOperations', ({ client, sdk }) =>
          client.send(new sdk.ListLandingZoneOperationsCommand({ filter, nextToken, maxResults: PAGE })),
        );
        return { items: page.landingZoneOperations ?? [], next: page.nextToken };
      });
      if (newest?.operationIdentifier === undefined) return undefined;
      return (await this.landingZoneOperationWith(newest.operationIdentifier)).endedAt;
    });
  }

  /** One operation of the landing zone, running or not: Control Tower remembers it for 90 days. */
  async landingZoneOperationWith(id: string): Promise<OperationRecord> {
    const answer = await this.call('GetLandingZoneOperation', ({ client, sdk }) =>
      client.send(new sdk.GetLandingZoneOperationCommand({ operationIdentifier: id })),
    );
    return operationRecord(answer.operationDetails ?? {});
  }

  /** ARNs by name. They differ from Region to Region, the names do not. */
  baselines(): Promise<ReadonlyMap<string, string>> {
    return this.#memo.once('ListBaselines', async () => {
      const found = await allPages('ListBaselines', async (nextToken) => {
        const page = await this.call('ListBaselines', ({ client, sdk }) =>
          client.send(new sdk.ListBaselinesCommand({ nextToken, maxResults: PAGE })),
        );
        return { items: page.baselines ?? [], next: page.nextToken };
      });
      return new Map(found.map(({ name, arn }) => [name ?? '', arn ?? '']));
    });
  }

  /** Of units, of the accounts in them unless `children` is false, and the landing zone's own. */
  enabledBaselines({ children = true, only }: AskedBaselines = {}): Promise<EnabledBaselineRecord[]> {
    const filter = only && baselineFilter(only);
    return this.#memo.once(`ListEnabledBaselines ${children} ${JSON.stringify(filter ?? {})}`, () =>
      allPages('ListEnabledBaselines', async (nextToken) => {
        const page = await this.call('ListEnabledBaselines', ({ client, sdk }) =>
          client.send(
            new sdk.ListEnabledBaselinesCommand({
              ...(children && { includeChildren: true }),
              ...(filter && { filter }),
              nextToken,
              maxResults: PAGE,
            }),
          ),
        );
        return { items: (page.enabledBaselines ?? []).map(enabledBaselineRecord), next: page.nextToken };
      }),
    );
  }

  enabledBaselineParameters(arn: string): Promise<ParameterRecord[]> {
    return this.#memo.once(`GetEnabledBaseline ${arn}`, async () => {
      const answer = await this.call('GetEnabledBaseline', ({ client, sdk }) =>
        client.send(new sdk.GetEnabledBaselineCommand({ enabledBaselineIdentifier: arn })),
      );
      return parameterRecords(answer.enabledBaselineDetails?.parameters);
    });
  }

  /**
   * Of the whole organization. `children` adds each account's part: as many rows as there are accounts for every control,
   * unless less is asked for. A target that Control Tower does not know is refused.
   */
  enabledControls({ children = false, only, target }: AskedControls = {}): Promise<EnabledControlRecord[]> {
    const filter = only && controlFilter(only);
    return this.#memo.once(`ListEnabledControls ${children} ${only ?? ''} ${target ?? ''}`, () =>
      allPages('ListEnabledControls', async (nextToken) => {
        const page = await this.call('ListEnabledControls', ({ client, sdk }) =>
          client.send(
            new sdk.ListEnabledControlsCommand({
              ...(children && { includeChildren: true }),
              ...(filter && { filter }),
              ...(target !== undefined && { targetIdentifier: target }),
              nextToken,
              maxResults: ENABLED_CONTROLS_PAGE,
            }),
          ),
        );
        return { items: (page.enabledControls ?? []).map(enabledControlRecord), next: page.nextToken };
      }),
    );
  }

  /** What the list does not show: parameters and Regions. */
  enabledControl(arn: string): Promise<EnabledControlDetailRecord> {
    return this.#memo.once(`GetEnabledControl ${arn}`, async () => {
      const answer = await this.call('GetEnabledControl', ({ client, sdk }) =>
        client.send(new sdk.GetEnabledControlCommand({ enabledControlIdentifier: arn })),
      );
      return enabledControlDetailRecord(answer.enabledControlDetails ?? { arn });
    });
  }

  async controlOperation(id: string): Promise<OperationRecord> {
    const answer = await this.call('GetControlOperation', ({ client, sdk }) =>
      client.send(new sdk.GetControlOperationCommand({ operationIdentifier: id })),
    );
    return operationRecord(answer.controlOperation ?? {});
  }

  /** Of a unit's baseline, or of an account's part in it. */
  async baselineOperation(id: string): Promise<OperationRecord> {
    const answer = await this.call('GetBaselineOperation', ({ client, sdk }) =>
      client.send(new sdk.GetBaselineOperationCommand({ operationIdentifier: id })),
    );
    return operationRecord(answer.baselineOperation ?? {});
  }

  tags(arn: string): Promise<Tags> {
    return this.#memo.once(`ListTagsForResource ${arn}`, async () => {
      const answer = await this.call('ListTagsForResource', ({ client, sdk }) =>
        client.send(new sdk.ListTagsForResourceCommand({ resourceArn: arn })),
      );
      return answer.tags ?? {};
    });
  }

  protected async call<T>(
    operation: string,
    send: (made: ControlTowerSdk) => Promise<T>,
    options?: CallOptions,
  ): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('controltower', operation, () => send(made), options);
  }

  /** The landing zone's ARN is listed in every Region, and names its home. */
  #checkHome(arn: string): void {
    const home = arn.split(':')[3] ?? '';
    if (home === this.#homeRegion) return;
    throw new TowerctlError(
      'manifest',
      `organization.homeRegion: ${this.#homeRegion} is not the home Region of the landing zone (${arn}): write homeRegion: ${home}`,
    );
  }
}
