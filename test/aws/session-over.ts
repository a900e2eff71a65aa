import { type Aws, openSession } from '../../src/aws/session.js';
import { VirtualClock } from '../../src/clock.js';
import { type Answer, type Sent, stubTransport } from './stub-transport.js';

export const HOME = 'ap-northeast-1';
export const ZONE = `arn:aws:controltower:${HOME}:111111111111:landingzone/13CJG46WZKXXX4X5`;
export const BASELINE = `arn:aws:controltower:${HOME}::baseline/17BSJV3IGJ2QSGA2`;
export const ENABLED = `arn:aws:controltower:${HOME}:111111111111:enabledbaseline/XOM12BEL4YD578CQ2`;
export const CONTROL = `arn:aws:controltower:${HOME}:111111111111:enabledcontrol/18J5KBJ3W3VTIRLV`;
export const UNIT = 'arn:aws:organizations::111111111111:ou/o-abcde12345/ou-ab12-11111111';
export const OPERATION = '7691fc5a-de87-4540-8c95-b0aabd56382c';

/** A session whose requests are answered from the list, on a virtual clock, without a limit on the rate. */
export function sessionOver(...answers: Answer[]): { aws: Aws; sent: Sent[]; clock: VirtualClock } {
  const { requestHandler, sent } = stubTransport(...answers);
  const clock = new VirtualClock();
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
  const aws = openSession({ clock, pace: 'off', requestHandler, credentials, homeRegion: HOME, random: () => 0.5 });
  return { aws, sent, clock };
}

export const bodies = (sent: readonly Sent[]): unknown[] =>
  sent.map(({ body }) => (body === '' ? undefined : JSON.parse(body)));
