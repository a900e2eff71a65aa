import type { Operation } from '../../../service.js';
import type { World } from '../../../world.js';
import { notFound, pageOf } from '../pages.js';
import { type AccessKey, rootUserOf, usersIn } from '../sign-in.js';
import { whose } from '../whose.js';

/** Access keys, signing certificates and MFA devices. */

const ListAccessKeys: Operation<World> = (input, context) => {
  const { isRoot, name, signIn } = whose(input, context);
  const { items, ...rest } = pageOf(
    context.world,
    input,
    byId(signIn.keys, ({ id }) => id),
    ({ id }) => id,
  );
  const shapes = items.map(({ id, active, createdAt }) => ({
    ...(isRoot ? {} : { UserName: name }),
    AccessKeyId: id,
    Status: active ? 'Active' : 'Inactive',
    CreateDate: new Date(createdAt),
  }));
  return { AccessKeyMetadata: shapes, ...rest };
};

const GetAccessKeyLastUsed: Operation<World> = (input, { world, caller }) => {
  const id = String(input['AccessKeyId'] ?? '');
  const holders = [
    { name: undefined, keys: rootUserOf(world, caller.accountId).keys },
    ...usersIn(world, caller.accountId),
  ];
  const holder = holders.find(({ keys }) => keys.some((key) => key.id === id));
  const key = holder?.keys.find((each) => each.id === id);
  if (!holder || !key) throw notFound(`The Access Key with id ${id} cannot be found`);
  return { ...(holder.name === undefined ? {} : { UserName: holder.name }), AccessKeyLastUsed: lastUse(key) };
};

/** A key that was never used has no date, and N/A in the place of service and Region. */
function lastUse({ lastUsedAt }: AccessKey): Record<string, unknown> {
  if (lastUsedAt === undefined) return { ServiceName: 'N/A', Region: 'N/A' };
  return { LastUsedDate: new Date(lastUsedAt), ServiceName: 's3', Region: 'us-east-1' };
}

const DeleteAccessKey: Operation<World> = (input, context) => {
  const { signIn, change } = whose(input, context);
  const id = String(input['AccessKeyId'] ?? '');
  const keys = signIn.keys.filter((each) => each.id !== id);
  if (keys.length === signIn.keys.length) throw notFound(`The Access Key with id ${id} cannot be found.`);
  change({ keys });
  return {};
};

const ListMFADevices: Operation<World> = (input, context) => {
  const { name, signIn } = whose(input, context);
  const devices = byId(signIn.mfaDevices, ({ serial }) => serial);
  const { items, ...rest } = pageOf(context.world, input, devices, ({ serial }) => serial);
  const shapes = items.map(({ serial, since }) => ({
    UserName: name,
    SerialNumber: serial,
    EnableDate: new Date(since),
  }));
  return { MFADevices: shapes, ...rest };
};

const DeactivateMFADevice: Operation<World> = (input, context) => {
  const { signIn, change } = whose(input, context);
  const serial = String(input['SerialNumber'] ?? '');
  const mfaDevices = signIn.mfaDevices.filter((each) => each.serial !== serial);
  if (mfaDevices.length === signIn.mfaDevices.length) {
    throw notFound(`MFA device with serial number ${serial} cannot be found.`);
  }
  change({ mfaDevices });
  return {};
};

const ListSigningCertificates: Operation<World> = (input, context) => {
  const { name, signIn } = whose(input, context);
  const certificates = byId(signIn.certificates, ({ id }) => id);
  const { items, ...rest } = pageOf(context.world, input, certificates, ({ id }) => id);
  const shapes = items.map(({ id, uploadedAt }) => ({
    UserName: name,
    CertificateId: id,
    CertificateBody: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    Status: 'Active',
    UploadDate: new Date(uploadedAt),
  }));
  return { Certificates: shapes, ...rest };
};

const DeleteSigningCertificate: Operation<World> = (input, context) => {
  const { signIn, change } = whose(input, context);
  const id = String(input['CertificateId'] ?? '');
  const certificates = signIn.certificates.filter((each) => each.id !== id);
  if (certificates.length === signIn.certificates.length) {
    throw notFound(`The Certificate with id ${id} cannot be found.`);
  }
  change({ certificates });
  return {};
};

function byId<T>(rows: readonly T[], idOf: (row: T) => string): T[] {
  return [...rows].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

export const keyOperations = {
  ListAccessKeys,
  GetAccessKeyLastUsed,
  DeleteAccessKey,
  ListMFADevices,
  DeactivateMFADevice,
  ListSigningCertificates,
  DeleteSigningCertificate,
};
