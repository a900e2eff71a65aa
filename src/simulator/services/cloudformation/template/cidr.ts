import { validation } from '../errors.js';

/**
 * Fn::Cidr over IPv4: `count` blocks of 2^`bits` addresses each, one after the other; bits is 8 unless told.
 *
 * @throws ServiceError ValidationError when they do not fit into the block.
 */
export function cidrBlocks(block: string, count: number, bits = 8): string[] {
  const parts = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(block)?.slice(1).map(Number);
  const length = parts?.at(-1) ?? 33;
  const size = 2 ** bits;
  const isSound = parts?.slice(0, 4).every((part) => part < 256) && count >= 1 && count <= 256;
  if (!isSound || size * count > 2 ** (32 - length)) {
    throw validation(`Template error: Fn::Cidr cannot make ${count} blocks of ${bits} bits out of ${block}`);
  }
  const address = (parts ?? []).slice(0, 4).reduce((number, part) => number * 256 + part, 0);
  const start = address - (address % 2 ** (32 - length));
  return Array.from({ length: count }, (_, index) => `${dotted(start + index * size)}/${32 - bits}`);
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
