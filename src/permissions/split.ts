import { TowerctlError } from '../errors.js';
import type { PolicyDocument, PolicyStatement } from './document.js';

/**
 * Characters that a managed policy may have, white space left out, and policies that a role may have.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; the second is the default, and can be raised to 20.
 */
export const MOST_CHARACTERS = 6_144;
export const MOST_POLICIES = 10;

/** Documents that fit, with the statements in their order. One that fits in none is told apart by its actions. */
export function split(statements: readonly PolicyStatement[]): PolicyDocument[] {
  const documents: PolicyStatement[][] = [[]];
  for (const piece of statements.flatMap(pieces)) {
    const last = documents.at(-1) ?? [];
    if (last.length > 0 && sizeOf({ Version: '2012-10-17', Statement: [...last, piece] }) > MOST_CHARACTERS) {
      documents.push([piece]);
    } else last.push(piece);
  }
  if (documents.length > MOST_POLICIES) {
    throw new TowerctlError(
      'failed',
      `the permissions take ${documents.length} managed policies of ${MOST_CHARACTERS} characters, and a role has ${MOST_POLICIES}: grant only what the manifest declares (--declared), or raise the quota`,
    );
  }
  return documents.map((parts) => ({ Version: '2012-10-17', Statement: parts }));
}

export function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}

function pieces(whole: PolicyStatement): PolicyStatement[] {
  if (sizeOf({ Version: '2012-10-17', Statement: [whole] }) <= MOST_CHARACTERS) return [whole];
  const half = Math.ceil(whole.Action.length / 2);
  if (half === whole.Action.length) {
    throw new TowerctlError(
      'failed',
      `the statement ${whole.Sid} is longer than a managed policy may be: name fewer roles`,
    );
  }
  return [
    ...pieces({ ...whole, Sid: `${whole.Sid}A`, Action: whole.Action.slice(0, half) }),
    ...pieces({ ...whole, Sid: `${whole.Sid}B`, Action: whole.Action.slice(half) }),
  ];
}
