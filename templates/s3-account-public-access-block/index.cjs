const {
  S3ControlClient,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
  DeletePublicAccessBlockCommand,
} = require('@aws-sdk/client-s3-control');
const { customResource } = require('../custom-resource.cjs');

const SWITCHES = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
const switches = (from) => Object.fromEntries(SWITCHES.map((name) => [name, String(from?.[name]) === 'true']));
const same = (one, other) => SWITCHES.every((name) => one[name] === other[name]);

exports.handler = customResource(
  'S3AccountPublicAccessBlock',
  async ({ request, properties, before, remember, signal }) => {
    const client = new S3ControlClient({});
    const AccountId = properties.AccountId;
    const send = (command) => client.send(command, { abortSignal: signal });
    const read = async () => {
      try {
        return switches((await send(new GetPublicAccessBlockCommand({ AccountId }))).PublicAccessBlockConfiguration);
      } catch (error) {
        if (error.name === 'NoSuchPublicAccessBlockConfiguration') return null;
        throw error;
      }
    };
    const write = (configuration) =>
      send(new PutPublicAccessBlockCommand({ AccountId, PublicAccessBlockConfiguration: configuration }));

    if (request === 'Delete') {
      if (properties.RestoreOnDelete !== 'true' || before === undefined) return;
      if (before === null) await send(new DeletePublicAccessBlockCommand({ AccountId }));
      else await write(before);
      return;
    }
    const found = await read();
    remember(found);
    // Where an S3 policy of the organization holds, writing is refused; what it sets is read back, and is often enough.
    const wanted = switches(properties);
    if (found === null || !same(found, wanted)) await write(wanted);
  },
);
