/** Control Tower's ids and ARNs. Lengths and alphabets: the AWS CLI's own examples. */

const HEX = '0123456789abcdef';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

function characters(random: () => number, alphabet: string, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += alphabet.charAt(Math.floor(random() * alphabet.length));
  return text;
}

/** Lower-case and 36 characters: as the service's model asks for. */
export function newOperationId(random: () => number): string {
  const hex = characters(random, HEX, 30);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(12, 15)}`,
    `a${hex.slice(15, 18)}`,
    hex.slice(18, 30),
  ];
  return parts.join('-');
}

const owned = (kind: string, region: string, account: string, id: string): string =>
  `arn:aws:controltower:${region}:${account}:${kind}/${id}`;

export const landingZoneArn = (random: () => number, region: string, account: string): string =>
  owned('landingzone', region, account, `1${characters(random, UPPER, 15)}`);
/** 17 characters, the first an X. */
export const enabledBaselineArn = (random: () => number, region: string, account: string): string =>
  owned('enabledbaseline', region, account, `X${characters(random, UPPER, 16)}`);
export const enabledControlArn = (random: () => number, region: string, account: string): string =>
  owned('enabledcontrol', region, account, characters(random, UPPER, 16));

export const baselineArn = (region: string, id: string): string => `arn:aws:controltower:${region}::baseline/${id}`;
/** The older form; only readable names are the same in every region. */
export const regionalControlArn = (region: string, name: string): string =>
  `arn:aws:controltower:${region}::control/${name}`;
export const globalControlArn = (opaqueId: string): string => `arn:aws:controlcatalog:::control/${opaqueId}`;
