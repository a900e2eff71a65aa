const {
  IAMClient,
  GetAccountPasswordPolicyCommand,
  UpdateAccountPasswordPolicyCommand,
  DeleteAccountPasswordPolicyCommand,
} = require('@aws-sdk/client-iam');
const { customResource } = require('../custom-resource.cjs');

const NUMBERS = ['MinimumPasswordLength', 'MaxPasswordAge', 'PasswordReusePrevention'];
const SWITCHES = [
  'RequireLowercaseCharacters',
  'RequireUppercaseCharacters',
  'RequireNumbers',
  'RequireSymbols',
  'AllowUsersToChangePassword',
  'HardExpiry',
];

// IAM knows no zero: a limit that does not hold is left out. An update that leaves something out resets it.
function policy(from) {
  const numbers = NUMBERS.map((name) => [name, Number(from[name] ?? 0)]).filter(([, value]) => value > 0);
  const switches = SWITCHES.map((name) => [name, String(from[name]) === 'true']);
  return Object.fromEntries([...numbers, ...switches]);
}

exports.handler = customResource('IamPasswordPolicy', async ({ request, properties, before, remember, signal }) => {
  const client = new IAMClient({});
  const send = (command) => client.send(command, { abortSignal: signal });
  const read = async () => {
    try {
      return policy((await send(new GetAccountPasswordPolicyCommand({}))).PasswordPolicy);
    } catch (error) {
      if (error.name === 'NoSuchEntityException' || error.name === 'NoSuchEntity') return null;
      throw error;
    }
  };
  if (request === 'Delete') {
    if (properties.RestoreOnDelete !== 'true' || before === undefined) return;
    if (before !== null) await send(new UpdateAccountPasswordPolicyCommand(before));
    else if ((await read()) !== null) await send(new DeleteAccountPasswordPolicyCommand({}));
    return;
  }
  const found = await read();
  remember(found);
  const wanted = policy(properties);
  if (JSON.stringify(found) !== JSON.stringify(wanted)) await send(new UpdateAccountPasswordPolicyCommand(wanted));
});
