import type * as wire from '../wire/controlcatalog.js';
import type * as Sdk from './controlcatalog-commands.js';
import { Memo } from './memo.js';
import { allPages } from './pages.js';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface ControlCatalogSdk {
  readonly client: Sdk.ControlCatalogClient;
  readonly sdk: typeof Sdk;
}

export interface ControlRecord {
  /** The global ARN: `arn:aws:controlcatalog:::control/...`. */
  readonly arn: string;
  /** `CT.S3.PR.1`, `AWS-GR_RESTRICT_ROOT_USER`; may be empty. */
  readonly aliases: readonly string[];
  readonly name: string;
  readonly description: string;
  readonly behavior?: wire.ControlBehavior;
  readonly severity?: wire.ControlSeverity;
  /** `AWS::Organizations::Policy::SERVICE_CONTROL_POLICY`, `AWS::Config::ConfigRule` ... and, for some, what it is called there. */
  readonly implementation?: { readonly type: string; readonly identifier?: string };
}

export interface ControlDetailRecord extends ControlRecord {
  /** Names of the parameters that it knows. */
  readonly parameters: readonly string[];
  readonly scope: wire.ControlScope;
  /** Regions that it can be deployed to; absent for a GLOBAL control, which is deployed to none. */
  readonly deployableRegions?: readonly string[];
}

/** The largest page of ListControls. */
const PAGE = 100;

/**
 * AWS Control Catalog as towerctl uses it: which controls there are. More than a thousand, so a dozen calls; the list
 * shows neither parameters nor Regions. Source: Control Catalog API reference, 2018-05-10.
 */
export class ControlCatalogPort {
  readonly #client: () => Promise<ControlCatalogSdk>;
  readonly #throttle: Throttle;
  readonly #memo = new Memo();

  constructor(client: () => Promise<ControlCatalogSdk>, throttle: Throttle) {
    this.#client = client;
    this.#throttle = throttle;
  }

  /** Forgets what was read: the next read asks AWS again. */
  forget(): void {
    this.#memo.forget();
  }

  controls(): Promise<ControlRecord[]> {
    return this.#memo.once('ListControls', () =>
      allPages('ListControls', async (NextToken) => {
        const page = await this.#call('ListControls', ({ client, sdk }) =>
          client.send(new sdk.ListControlsCommand({ NextToken, MaxResults: PAGE })),
        );
        return { items: (page.Controls ?? []).map(controlRecord), next: page.NextToken };
      }),
    );
  }

  /** By its global ARN or that of one Region; the answer has the global one. */
  control(arn: string): Promise<ControlDetailRecord> {
    return this.#memo.once(`GetControl ${arn}`, async () => {
      const answer = await this.#call('GetControl', ({ client, sdk }) =>
        client.send(new sdk.GetControlCommand({ ControlArn: arn })),
      );
      const regions = answer.RegionConfiguration?.DeployableRegions;
      return {
        ...controlRecord(answer),
        parameters: (answer.Parameters ?? []).flatMap(({ Name }) => (Name === undefined ? [] : [Name])),
        scope: answer.RegionConfiguration?.Scope ?? 'GLOBAL',
        ...(regions && { deployableRegions: regions }),
      };
    });
  }

  async #call<T>(operation: string, send: (made: ControlCatalogSdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('controlcatalog', operation, () => send(made));
  }
}

function controlRecord(control: wire.ControlSummary): ControlRecord {
  const { Type, Identifier } = control.Implementation ?? {};
  return {
    arn: control.Arn ?? '',
    aliases: control.Aliases ?? [],
    name: control.Name ?? '',
    description: control.Description ?? '',
    ...(control.Behavior !== undefined && { behavior: control.Behavior }),
    ...(control.Severity !== undefined && { severity: control.Severity }),
    ...(Type !== undefined && {
      implementation: { type: Type, ...(Identifier !== undefined && { identifier: Identifier }) },
    }),
  };
}
