import { describe, expect, it } from '@jest/globals';
import { pictureAfter, pictureBefore } from '../../src/engine/pictures.js';
import type { NodeName } from '../../src/model.js';
import { Organization } from '../../src/organization.js';
import { creation, removal, there, toyKind, updating } from '../support/toy-kind.js';

const node = (name: NodeName, parent?: NodeName) => ({
  name,
  ...(parent && { parent }),
  tags: {},
  declared: true,
  live: true,
});
const ORGANIZATION = new Organization('o-exampleorg1', [node('root'), node('unit:Apps', 'root')]);

const live = [
  there('toy:a', { v: 1, kept: true }),
  there('toy:b', { v: 1 }),
  there('toy:theirs', {}, { managedBy: 'someone-else', partial: true }),
];
const before = pictureBefore(ORGANIZATION, [
  { kind: toyKind(), desired: new Map(), live: new Map(live.map((entry) => [entry.address, entry])), unknown: [] },
]);

describe('pictures', () => {
  it('before: what was read whole', () => {
    expect([...before.specs.keys()]).toEqual(['toy:a', 'toy:b']);
  });

  it('after: what will be so, fields that nobody speaks of kept', () => {
    const after = pictureAfter(ORGANIZATION, before, [
      updating('toy:a', { v: 1 }, { v: 2 }),
      removal('toy:b', { v: 1 }),
      creation('toy:c', { v: 3 }),
      { ...removal('toy:d'), action: 'notice' },
    ]);
    expect(Object.fromEntries([...after.specs].map(([address, { spec }]) => [address, spec]))).toEqual({
      'toy:a': { v: 2, kept: true },
      'toy:c': { v: 3 },
    });
    expect(before.specs.get('toy:a')?.spec).toEqual({ v: 1, kept: true });
  });

  it('after: what AWS attaches by itself when a type is enabled', () => {
    const enabling = creation('policy-type:rcp', { type: 'rcp' });
    const after = pictureAfter(ORGANIZATION, before, [enabling]);
    expect([...after.specs.keys()].filter((address) => address.startsWith('policy-attachment:'))).toEqual([
      'policy-attachment:rcp/RCPFullAWSAccess@root',
      'policy-attachment:rcp/RCPFullAWSAccess@unit:Apps',
    ]);
  });
});
