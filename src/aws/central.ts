import type { Clock } from '../clock.js';
import { AccountPort } from './account.js';
import { type ClientOptions, clientConfig, once } from './clients.js';
import { ControlCatalogPort } from './controlcatalog.js';
import { ControlTowerPort } from './controltower.js';
import { IamPort } from './iam.js';
import type { SchemaClientConfig } from './schema-client.js';
import { ServiceCatalogPort } from './servicecatalog.js';
import { TaggingPort } from './tagging.js';
import { TagReader } from './tags.js';
import type { Throttle } from './throttle.js';

/** The services of the management account that a session asks in one place: us-east-1, or the home Region. */

/** Organizations and its tag index live in us-east-1 for the commercial partition, wherever the home region is. */
export const ORGANIZATIONS_REGION = 'us-east-1';

/** As a session works: with whose credentials, and by which clock. */
export type CentralOptions = ClientOptions & { readonly clock: Clock };

export interface HomePorts {
  readonly controlTower: ControlTowerPort;
  readonly controlCatalog: ControlCatalogPort;
  readonly controlTowerTags: TagReader;
  forget(): void;
}

export function controlTowerIn(
  region: string,
  options: CentralOptions,
  credentials: NonNullable<SchemaClientConfig['credentials']>,
  throttle: Throttle,
): HomePorts {
  const { logger: _, ...plain } = clientConfig(options, region);
  const config: SchemaClientConfig = { ...plain, credentials, ...(options.answered && { answered: options.answered }) };
  const controlTower = new ControlTowerPort(
    once(async () => {
      const sdk = await import('./controltower-commands.js');
      return { client: new sdk.ControlTowerClient(config), sdk };
    }),
    throttle,
    region,
  );
  const controlCatalog = new ControlCatalogPort(
    once(async () => {
      const sdk = await import('./controlcatalog-commands.js');
      return { client: new sdk.ControlCatalogClient(config), sdk };
    }),
    throttle,
  );
  const tagging = taggingIn(region, options, throttle);
  const controlTowerTags = new TagReader({ tagsOf: (arn) => controlTower.tags(arn) }, () => tagging.controlTowerTags());
  return {
    controlTower,
    controlCatalog,
    controlTowerTags,
    forget: () => {
      for (const each of [controlTower, controlCatalog, tagging, controlTowerTags]) each.forget();
    },
  };
}

export function taggingIn(region: string, options: CentralOptions, throttle: Throttle): TaggingPort {
  return new TaggingPort(
    once(async () => {
      const sdk = await import('@aws-sdk/client-resource-groups-tagging-api');
      return { client: new sdk.ResourceGroupsTaggingAPIClient(clientConfig(options, region)), sdk };
    }),
    throttle,
  );
}

/** Account Management is answered in us-east-1, as Organizations is. */
export function accountPort(options: CentralOptions, throttle: Throttle): AccountPort {
  return new AccountPort(
    once(async () => {
      const sdk = await import('@aws-sdk/client-account');
      return { client: new sdk.AccountClient(clientConfig(options, ORGANIZATIONS_REGION)), sdk };
    }),
    throttle,
  );
}

export function iamPort(options: CentralOptions, throttle: Throttle): IamPort {
  const client = once(async () => {
    const sdk = await import('@aws-sdk/client-iam');
    return { client: new sdk.IAMClient(clientConfig(options, ORGANIZATIONS_REGION)), sdk };
  });
  return new IamPort(client, throttle, 'management');
}

export function serviceCatalogIn(region: string, options: CentralOptions, throttle: Throttle): ServiceCatalogPort {
  return new ServiceCatalogPort(
    once(async () => {
      const sdk = await import('@aws-sdk/client-service-catalog');
      return { client: new sdk.ServiceCatalogClient(clientConfig(options, region)), sdk };
    }),
    throttle,
  );
}
