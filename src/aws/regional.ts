import { type ClientOptions, clientConfig, once, whileUsed } from './clients.js';
import { CloudFormationPort } from './cloudformation.js';
import { ConfigPort } from './config.js';
import { IdentityCenterPort } from './identity-center.js';
import { IdentityStorePort } from './identity-store.js';
import { S3Port } from './s3.js';
import { SsmPort } from './ssm.js';
import type { Throttle } from './throttle.js';

/** The regional services that baselines need, of one account: a port for each Region, made when it is first asked for. */
export class RegionalPorts {
  readonly #options: ClientOptions;
  readonly #throttle: Throttle;
  readonly #account: string;
  readonly #owner: () => Promise<string>;
  readonly #cloudFormation = new Map<string, CloudFormationPort>();
  readonly #ssm = new Map<string, SsmPort>();
  readonly #s3 = new Map<string, S3Port>();
  readonly #config = new Map<string, ConfigPort>();
  readonly #identityCenter = new Map<string, IdentityCenterPort>();
  readonly #identityStore = new Map<string, IdentityStorePort>();

  /**
   * `account` tells this account's rates from those of others: its id, or any word of its own. `id` answers its id where
   * that is only a word.
   */
  constructor(options: ClientOptions, throttle: Throttle, account: string, id = () => Promise.resolve(account)) {
    this.#options = options;
    this.#throttle = throttle;
    this.#account = account;
    this.#owner = id;
  }

  cloudFormation(region: string): CloudFormationPort {
    return kept(this.#cloudFormation, region, () => {
      const client = once(async () => {
        const sdk = await import('@aws-sdk/client-cloudformation');
        return { client: new sdk.CloudFormationClient(clientConfig(this.#options, region)), sdk };
      });
      return new CloudFormationPort(client, this.#throttle, `${this.#account}/${region}`);
    });
  }

  ssm(region: string): SsmPort {
    return kept(this.#ssm, region, () => {
      const client = once(async () => {
        const sdk = await import('@aws-sdk/client-ssm');
        return { client: new sdk.SSMClient(clientConfig(this.#options, region)), sdk };
      });
      return new SsmPort(client, this.#throttle, `${this.#account}/${region}`);
    });
  }

  s3(region: string): S3Port {
    return kept(this.#s3, region, () => {
      const client = once(async () => {
        const sdk = await import('@aws-sdk/client-s3');
        // The bucket in the path: one endpoint then serves all of them, emulators included.
        const config = {
          ...clientConfig(this.#options, region),
          forcePathStyle: true,
          requestChecksumCalculation: 'WHEN_REQUIRED' as const,
        };
        return { client: new sdk.S3Client(config), sdk };
      });
      return new S3Port(client, this.#throttle, region);
    });
  }

  config(region: string): ConfigPort {
    return kept(this.#config, region, () => {
      const client = whileUsed(async () => {
        const sdk = await import('@aws-sdk/client-config-service');
        return { client: new sdk.ConfigServiceClient(clientConfig(this.#options, region)), sdk };
      });
      return new ConfigPort(client, this.#throttle, `${this.#account}/${region}`);
    });
  }

  identityCenter(region: string): IdentityCenterPort {
    return kept(this.#identityCenter, region, () => {
      const client = once(async () => {
        const sdk = await import('@aws-sdk/client-sso-admin');
        return { client: new sdk.SSOAdminClient(clientConfig(this.#options, region)), sdk };
      });
      return new IdentityCenterPort(client, this.#throttle, region, this.#owner);
    });
  }

  identityStore(region: string): IdentityStorePort {
    return kept(this.#identityStore, region, () => {
      const client = once(async () => {
        const sdk = await import('@aws-sdk/client-identitystore');
        return { client: new sdk.IdentitystoreClient(clientConfig(this.#options, region)), sdk };
      });
      return new IdentityStorePort(client, this.#throttle, region);
    });
  }

  /** The next reads ask AWS again. */
  forget(): void {
    const ports = [this.#cloudFormation, this.#ssm, this.#config, this.#identityCenter, this.#identityStore];
    for (const port of ports.flatMap((each) => [...each.values()])) port.forget();
  }
}

function kept<Port>(ports: Map<string, Port>, region: string, make: () => Port): Port {
  const known = ports.get(region);
  if (known) return known;
  const made = make();
  ports.set(region, made);
  return made;
}
