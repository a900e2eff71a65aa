import { type ClientOptions, clientConfig, once } from './clients.js';
import { CloudFormationPort } from './cloudformation.js';
import { S3Port } from './s3.js';
import { SsmPort } from './ssm.js';
import type { Throttle } from './throttle.js';

/** The regional services that baselines need, of one account: a port for each Region, made when it is first asked for. */
export class RegionalPorts {
  readonly #options: ClientOptions;
  readonly #throttle: Throttle;
  readonly #account: string;
  readonly #cloudFormation = new Map<string, CloudFormationPort>();
  readonly #ssm = new Map<string, SsmPort>();
  readonly #s3 = new Map<string, S3Port>();

  /** `account` tells this account's rates from those of others: its id, or any word of its own. */
  constructor(options: ClientOptions, throttle: Throttle, account: string) {
    this.#options = options;
    this.#throttle = throttle;
    this.#account = account;
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

  /** The next reads ask AWS again. */
  forget(): void {
    for (const port of [...this.#cloudFormation.values(), ...this.#ssm.values()]) port.forget();
  }
}

function kept<Port>(ports: Map<string, Port>, region: string, make: () => Port): Port {
  const known = ports.get(region);
  if (known) return known;
  const made = make();
  ports.set(region, made);
  return made;
}
