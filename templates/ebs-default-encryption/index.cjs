const {
  EC2Client,
  GetEbsEncryptionByDefaultCommand,
  GetEbsDefaultKmsKeyIdCommand,
  EnableEbsEncryptionByDefaultCommand,
  DisableEbsEncryptionByDefaultCommand,
  ModifyEbsDefaultKmsKeyIdCommand,
  ResetEbsDefaultKmsKeyIdCommand,
} = require('@aws-sdk/client-ec2');
const { customResource } = require('../custom-resource.cjs');

const AWS_OWN = 'alias/aws/ebs';

exports.handler = customResource(
  'EbsDefaultEncryption',
  async ({ request, properties, old, before, remember, signal }) => {
    const client = new EC2Client({});
    const send = (command) => client.send(command, { abortSignal: signal });
    const read = async () => ({
      enabled: (await send(new GetEbsEncryptionByDefaultCommand({}))).EbsEncryptionByDefault === true,
      key: (await send(new GetEbsDefaultKmsKeyIdCommand({}))).KmsKeyId,
    });
    const useKey = (key) =>
      key === AWS_OWN
        ? send(new ResetEbsDefaultKmsKeyIdCommand({}))
        : send(new ModifyEbsDefaultKmsKeyIdCommand({ KmsKeyId: key }));

    if (request === 'Delete') {
      if (properties.RestoreOnDelete !== 'true' || before === undefined) return;
      if (!before.enabled) await send(new DisableEbsEncryptionByDefaultCommand({}));
      if ((await read()).key !== before.key) await useKey(before.key);
      return;
    }
    const found = await read();
    remember(found);
    // The key first: no volume in between with the wrong one. No key asked for leaves the account's choice alone,
    // unless the choice was this stack's.
    const wanted = properties.KmsKey || (old.KmsKey ? (before?.key ?? AWS_OWN) : found.key);
    if (wanted !== found.key) await useKey(wanted);
    if (!found.enabled) {
      const { EbsEncryptionByDefault } = await send(new EnableEbsEncryptionByDefaultCommand({}));
      if (EbsEncryptionByDefault !== true) throw new Error('encryption by default was enabled and is still off');
    }
    return { DefaultKey: wanted };
  },
);
