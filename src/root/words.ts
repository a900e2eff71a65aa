import type { RootCredentialsFound } from './result.js';

type Credentials = Pick<RootCredentialsFound, 'password' | 'signingCertificates' | 'mfaDevices'> & {
  readonly accessKeys: readonly Readonly<RootCredentialsFound['accessKeys'][number]>[];
};

/** `password, access key …4XYZ (last used 2026-11-03), 1 MFA device`. */
export function credentialWords({ password, accessKeys, signingCertificates, mfaDevices }: Credentials): string {
  return [
    ...(password ? ['password'] : []),
    ...accessKeys.map((key) => `access key ${key.id} (${keyWords(key)})`),
    ...counted(signingCertificates, 'signing certificate'),
    ...counted(mfaDevices, 'MFA device'),
  ].join(', ');
}

/** `inactive, never used`. */
export function keyWords({ active, lastUsed }: Credentials['accessKeys'][number]): string {
  return `${active ? '' : 'inactive, '}${lastUsed === undefined ? 'never used' : `last used ${lastUsed}`}`;
}

/** Nothing where there is none. */
export function counted(count: number, noun: string): string[] {
  return count === 0 ? [] : [`${count} ${noun}${count === 1 ? '' : 's'}`];
}
