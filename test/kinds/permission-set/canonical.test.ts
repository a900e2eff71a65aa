import { describe, expect, it } from '@jest/globals';
import { begun, canonical, narrow, rightsOf, sameSet } from '../../../src/kinds/permission-set/canonical.js';
import { canonicalSession, sessionMinutes } from '../../../src/kinds/permission-set/session.js';
import type { PermissionSetSpec } from '../../../src/kinds/permission-set/spec.js';

const AS_WRITTEN = { symbolic: (text: string) => text };
const SET: PermissionSetSpec = {
  name: 'Developer',
  session: 'PT8H',
  managed: ['PowerUserAccess'],
  customer: [],
  authority: 'exclusive',
};
const allow = (actions: string | readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

describe('lengths of sessions', () => {
  it.each([
    ['PT8H', 480, 'PT8H'],
    ['PT60M', 60, 'PT1H'],
    ['PT3600S', 60, 'PT1H'],
    ['PT1H30M', 90, 'PT1H30M'],
    ['8h', undefined, '8h'],
    ['PT', undefined, 'PT'],
    ['PT90S', undefined, 'PT90S'],
    ['P1D', undefined, 'P1D'],
  ])('%s', (text, minutes, written) => {
    expect(sessionMinutes(text)).toBe(minutes);
    expect(canonicalSession(text)).toBe(written);
  });
});

describe('one meaning, one spelling', () => {
  it('order, spelling and ids make no difference', () => {
    const one = { ...SET, managed: ['B', 'A'], session: 'PT480M', inline: allow(['S3:Get*', 'ec2:Describe*']) };
    const other = { ...SET, managed: ['A', 'B'], inline: allow(['ec2:Describe*', 's3:get*']) };
    expect(sameSet(one, other, AS_WRITTEN)).toBe(true);
    expect(sameSet(one, { ...other, inline: allow('s3:*') }, AS_WRITTEN)).toBe(false);
    const symbolic = (text: string) => text.replace('111122223333', '${account.audit.id}');
    const written = { ...SET, inline: allow('${account.audit.id}') };
    expect(sameSet({ ...SET, inline: allow('111122223333') }, written, { symbolic })).toBe(true);
  });

  it('a description and tags are left alone where nothing is said; a relay state is not', () => {
    const live = { ...SET, description: 'theirs', relayState: 'https://x.example', tags: { a: '1', b: '2' } };
    expect(narrow(live, SET)).toEqual({ ...SET, relayState: 'https://x.example' });
    expect(narrow(live, { ...SET, description: 'ours', tags: { a: '1', c: null } })).toMatchObject({
      description: 'theirs',
      tags: { a: '1', c: null },
    });
  });

  it('who may assign it is nothing that AWS has', () => {
    expect(canonical({ ...SET, authority: 'declared' })).toEqual(canonical(SET));
    expect(Object.keys(rightsOf({ ...SET, description: 'x', tags: {} })).sort()).toEqual([
      'authority',
      'customer',
      'managed',
      'name',
      'session',
    ]);
  });
});

describe('a creation that was cut short', () => {
  const wanted = { ...SET, managed: ['A', 'B'], inline: allow('s3:*'), boundary: { managed: 'C' } };

  it('may lack parts, and has nothing beside them', () => {
    expect(begun({ ...SET, managed: [] }, wanted)).toBe(true);
    expect(begun({ ...SET, managed: ['A'] }, wanted)).toBe(true);
    expect(begun(wanted, wanted)).toBe(true);
    expect(begun({ ...SET, managed: ['D'] }, wanted)).toBe(false);
    expect(begun({ ...SET, managed: [], inline: allow('ec2:*') }, wanted)).toBe(false);
    expect(begun({ ...SET, managed: [], boundary: { managed: 'D' } }, wanted)).toBe(false);
    expect(begun({ ...SET, managed: [], session: 'PT1H' }, wanted)).toBe(false);
  });
});
