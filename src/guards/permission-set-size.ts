import { PERMISSION_SET_LIMITS } from '../facts/identity-center.js';
import type { JsonObject } from '../model.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { writtenSets } from './permission-sets.js';
import { count } from './picture.js';

const { inlineBytes, inlineBytesWithoutSpace } = PERMISSION_SET_LIMITS;

export const permissionSetSize: Guard = {
  code: 'permission-set-size',
  title: 'The inline policy of a permission set is larger than AWS accepts',
  reason:
    'The inline policy of a permission set holds at most 32,768 bytes as it is sent (towerctl sends it without white space between its parts, ids filled in) and at most 10,240 bytes without any white space, which is what a role takes. Source: [IAM Identity Center quotas](https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html).',
  allowance: 'There is none: AWS itself refuses. Lay a customer managed policy in the accounts, and name it.',
  absolute: true,
  *check(input): Iterable<Finding> {
    for (const { address, to } of writtenSets(input)) {
      if (to.inline === undefined) continue;
      const [sent, dense] = sizesOf(input, to.inline);
      const tooMuch =
        dense > inlineBytesWithoutSpace
          ? over(dense, inlineBytesWithoutSpace, ' without white space')
          : sent > inlineBytes
            ? over(sent, inlineBytes, '')
            : undefined;
      if (tooMuch === undefined) continue;
      yield {
        address,
        message: `the inline policy has ${tooMuch}`,
        hint: 'Move statements to a customer managed policy that a baseline lays in the accounts, and name it under customer.',
      };
    }
  },
};

function over(bytes: number, limit: number, how: string): string {
  return `${count(bytes)} bytes${how}, ${count(bytes - limit)} more than the ${count(limit)} that AWS allows`;
}

function sizesOf({ expand }: GuardInput, document: JsonObject): readonly [number, number] {
  const text = expand(JSON.stringify(document));
  return [Buffer.byteLength(text), Buffer.byteLength(text.replace(/\s/g, ''))];
}
