import { faultOf } from './faults.js';
import type { IamSdk } from './iam.js';
import { allPages, type Page } from './pages.js';
import type { Throttle } from './throttle.js';

export interface AccessKeyRecord {
  readonly id: string;
  readonly active: boolean;
}

/**
 * IAM as the root user of a member account sees it, in a session of sts:AssumeRoot: no call names a user, so each is
 * about the root user itself. Which of them a session may make is its task's. Source: IAM user guide, "Perform a
 * privileged task on an AWS Organizations member account"; IAM API reference, 2010-05-08.
 */
export class RootIamPort {
  readonly #client: () => Promise<IamSdk>;
  readonly #throttle: Throttle;
  readonly #accountId: string;

  constructor(client: () => Promise<IamSdk>, throttle: Throttle, accountId: string) {
    this.#client = client;
    this.#throttle = throttle;
    this.#accountId = accountId;
  }

  /** What the account holds, by AWS's names: `AccountAccessKeysPresent`, `AccountMFAEnabled` ... */
  async summary(): Promise<Readonly<Record<string, number>>> {
    const answer = await this.#call('GetAccountSummary', ({ client, sdk }) =>
      client.send(new sdk.GetAccountSummaryCommand({})),
    );
    return { ...answer.SummaryMap };
  }

  async hasPassword(): Promise<boolean> {
    try {
      await this.#call('GetLoginProfile', ({ client, sdk }) => client.send(new sdk.GetLoginProfileCommand({})));
      return true;
    } catch (error) {
      if (isNoSuchEntity(error)) return false;
      throw error;
    }
  }

  accessKeys(): Promise<readonly AccessKeyRecord[]> {
    return this.#list('ListAccessKeys', async ({ client, sdk }, Marker) => {
      const page = await client.send(new sdk.ListAccessKeysCommand({ Marker }));
      const items = (page.AccessKeyMetadata ?? []).flatMap(({ AccessKeyId, Status }) =>
        AccessKeyId === undefined ? [] : [{ id: AccessKeyId, active: Status === 'Active' }],
      );
      return { items, next: page.IsTruncated === true ? page.Marker : undefined };
    });
  }

  /** Clock milliseconds; undefined = never, or before AWS kept count (April 2015). */
  async keyLastUsed(keyId: string): Promise<number | undefined> {
    const answer = await this.#call('GetAccessKeyLastUsed', ({ client, sdk }) =>
      client.send(new sdk.GetAccessKeyLastUsedCommand({ AccessKeyId: keyId })),
    );
    return answer.AccessKeyLastUsed?.LastUsedDate?.getTime();
  }

  /** Ids of the signing certificates (X.509). */
  signingCertificates(): Promise<readonly string[]> {
    return this.#list('ListSigningCertificates', async ({ client, sdk }, Marker) => {
      const page = await client.send(new sdk.ListSigningCertificatesCommand({ Marker }));
      const items = (page.Certificates ?? []).flatMap(({ CertificateId }) => CertificateId ?? []);
      return { items, next: page.IsTruncated === true ? page.Marker : undefined };
    });
  }

  /** Serial numbers. */
  mfaDevices(): Promise<readonly string[]> {
    return this.#list('ListMFADevices', async ({ client, sdk }, Marker) => {
      const page = await client.send(new sdk.ListMFADevicesCommand({ Marker }));
      const items = (page.MFADevices ?? []).flatMap(({ SerialNumber }) => SerialNumber ?? []);
      return { items, next: page.IsTruncated === true ? page.Marker : undefined };
    });
  }

  /** What is gone already is deleted. */
  deletePassword(): Promise<void> {
    return this.#remove('DeleteLoginProfile', ({ client, sdk }) => client.send(new sdk.DeleteLoginProfileCommand({})));
  }

  deleteAccessKey(keyId: string): Promise<void> {
    return this.#remove('DeleteAccessKey', ({ client, sdk }) =>
      client.send(new sdk.DeleteAccessKeyCommand({ AccessKeyId: keyId })),
    );
  }

  deleteSigningCertificate(certificateId: string): Promise<void> {
    return this.#remove('DeleteSigningCertificate', ({ client, sdk }) =>
      client.send(new sdk.DeleteSigningCertificateCommand({ CertificateId: certificateId })),
    );
  }

  deactivateMfaDevice(serialNumber: string): Promise<void> {
    return this.#remove('DeactivateMFADevice', ({ client, sdk }) =>
      client.send(new sdk.DeactivateMFADeviceCommand({ SerialNumber: serialNumber })),
    );
  }

  /** Without a password: it makes the recovery of a password possible again. @throws EntityAlreadyExists where one is. */
  async allowPasswordRecovery(): Promise<void> {
    await this.#call('CreateLoginProfile', ({ client, sdk }) => client.send(new sdk.CreateLoginProfileCommand({})));
  }

  async #remove(operation: string, send: (made: IamSdk) => Promise<unknown>): Promise<void> {
    try {
      await this.#call(operation, send);
    } catch (error) {
      if (!isNoSuchEntity(error)) throw error;
    }
  }

  #list<Item>(
    operation: string,
    read: (made: IamSdk, marker: string | undefined) => Promise<Page<Item>>,
  ): Promise<readonly Item[]> {
    return allPages(operation, (marker) => this.#call(operation, (made) => read(made, marker)));
  }

  async #call<T>(operation: string, send: (made: IamSdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('iam', operation, () => send(made), { place: this.#accountId });
  }
}

function isNoSuchEntity(error: unknown): boolean {
  return ['NoSuchEntity', 'NoSuchEntityException'].includes(faultOf(error).code);
}
