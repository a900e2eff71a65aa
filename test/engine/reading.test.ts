import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../src/clock.js';
import { confirmKind, type ReadContext, readKinds } from '../../src/engine/reading.js';
import type { Kind } from '../../src/kind.js';
import { readLiveOrganization } from '../../src/kinds/live-organization.js';
import type { JsonObject, Live } from '../../src/model.js';
import { Bench } from '../support/organization.js';
import { creation, there, toyKind, wanted } from '../support/toy-kind.js';

async function context(): Promise<ReadContext> {
  const aws = new Bench().session();
  const hints = { accounts: {}, was: { 'toy:a': 'old' } };
  const live = await readLiveOrganization(aws, { manifestName: 'test', hints, allTags: false });
  return { aws: { ...aws, live }, live, manifestName: 'test', hints, clock: new VirtualClock(), listener: () => {} };
}

const finding = (...found: Live[]): Partial<Kind<JsonObject, never>> => ({
  live: async function* () {
    yield* found;
  },
});

const failing = (error: Error, ...found: Live[]): Partial<Kind<JsonObject, never>> => ({
  live: async function* () {
    yield* found;
    throw error;
  },
});

describe('readKinds', () => {
  it('reads what is there, and learns its ids', async () => {
    const ready = await context();
    const [reading] = await readKinds(
      [toyKind('toy', finding(there('toy:a', { v: 1 }, { id: 'id-a' })))],
      new Map(),
      ready,
    );
    expect([...(reading?.live.keys() ?? [])]).toEqual(['toy:a']);
    expect(ready.live.names.idOf('toy:a')).toBe('id-a');
    expect(reading?.unknown).toEqual([]);
  });

  it('knows a kind as unknown when its read was refused or cut short, and names the permission', async () => {
    const denied = Object.assign(
      new Error('User: arn:aws:sts::1:x is not authorized to perform: organizations:ListPolicies on resource'),
      { name: 'AccessDeniedException' },
    );
    const kinds = [toyKind('toy', failing(denied, there('toy:a'))), toyKind('other', finding(there('other:b')))];
    const [toy, other] = await readKinds(kinds, new Map(), await context());
    expect(toy?.unknown).toEqual([
      {
        kind: 'toy',
        reason: expect.stringContaining('AccessDeniedException'),
        missingPermission: 'organizations:ListPolicies',
      },
    ]);
    expect(other?.unknown).toEqual([]);
  });

  it('lets a kind say what it could not see', async () => {
    const kind = toyKind('toy', {
      live: async function* ({ unknown, was, declared }) {
        unknown({ address: 'toy:a', reason: `${was['toy:a']} of ${declared.size}` });
        yield there('toy:b');
      },
    });
    const declared = new Map([['toy', new Map([['toy:a' as const, wanted('toy:a')]])]]);
    const [reading] = await readKinds([kind], declared, await context());
    expect(reading?.unknown).toEqual([{ kind: 'toy', address: 'toy:a', reason: 'old of 1' }]);
  });
});

describe('confirmKind', () => {
  it('puts the closer look in the place of the first', async () => {
    const kind = toyKind('toy', {
      ...finding(there('toy:a', { v: 1 }), there('toy:b')),
      confirm: async function* () {
        yield there('toy:a', { v: 2 });
        yield there('toy:b', {}, { gone: true });
      },
    });
    const ready = await context();
    const [reading] = await readKinds([kind], new Map(), ready);
    if (!reading) throw new Error('nothing was read');
    const changes = [creation('toy:a')];
    const closer = await confirmKind(reading, changes, changes, new Map(), ready);
    expect([...closer.live].map(([address, { spec }]) => [address, spec])).toEqual([['toy:a', { v: 2 }]]);
    expect(reading.live.size).toBe(2);
  });

  const failingLook = (error: Error): Kind =>
    toyKind('toy', {
      confirm: async function* () {
        yield there('toy:a');
        throw error;
      },
    });

  it('knows the kind as unknown when AWS does not let it look closer', async () => {
    const error = Object.assign(new Error('cut short'), { name: 'ServiceException' });
    const ready = await context();
    const [reading] = await readKinds([failingLook(error)], new Map(), ready);
    if (!reading) throw new Error('nothing was read');
    const closer = await confirmKind(reading, [], [], new Map(), ready);
    expect(closer.unknown).toEqual([{ kind: 'toy', reason: expect.stringContaining('cut short') }]);
  });

  it('does not pass a mistake of the program off as something unknown', async () => {
    const ready = await context();
    const [reading] = await readKinds([failingLook(new TypeError('x is undefined'))], new Map(), ready);
    if (!reading) throw new Error('nothing was read');
    await expect(confirmKind(reading, [], [], new Map(), ready)).rejects.toThrow('x is undefined');
  });
});
