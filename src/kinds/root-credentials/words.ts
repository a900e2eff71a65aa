import { counted, keyWords } from '../../root/words.js';
import type { RootCredentialsSpec } from './spec.js';

/** For the reviewer: what goes, and who may still be using it. */
export function describeCredentials(spec: RootCredentialsSpec): readonly string[] {
  return [
    ...(spec.password ? ['deletes the password'] : []),
    ...spec.accessKeys.map((key) => `deletes access key ${key.id}: ${keyWords(key)}`),
    ...counted(spec.signingCertificates, 'signing certificate').map((words) => `deletes ${words}`),
    ...counted(spec.mfaDevices, 'MFA device').map((words) => `deactivates ${words}, last of all`),
    ...(spec.auditedOn === undefined ? [] : [`found by the audit of ${spec.auditedOn}`]),
  ];
}
