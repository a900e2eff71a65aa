import { describe, expect, it } from '@jest/globals';
import type { NodeName } from '../src/model.js';
import { Organization, type OrganizationNode } from '../src/organization.js';

const node = (name: NodeName, parent?: NodeName): OrganizationNode => ({
  name,
  ...(parent && { parent }),
  tags: {},
  declared: false,
  live: true,
});

const organization = new Organization('o-exampleorg1', [
  node('root'),
  node('unit:Apps', 'root'),
  node('account:management', 'root'),
  node('unit:Apps/Prod', 'unit:Apps'),
  node('account:pay', 'unit:Apps/Prod'),
  node('account:shop', 'unit:Apps'),
]);

describe('Organization', () => {
  it('lists children, and all below with parents first', () => {
    expect(organization.children('unit:Apps')).toEqual(['unit:Apps/Prod', 'account:shop']);
    expect(organization.children('account:pay')).toEqual([]);
    expect(organization.below('root')).toEqual([
      'unit:Apps',
      'account:management',
      'unit:Apps/Prod',
      'account:shop',
      'account:pay',
    ]);
  });

  it('counts an account among its own accounts, and a unit not among its own units', () => {
    expect(organization.accounts()).toEqual(['account:management', 'account:shop', 'account:pay']);
    expect(organization.accounts('account:pay')).toEqual(['account:pay']);
    expect(organization.units('unit:Apps')).toEqual(['unit:Apps/Prod']);
  });

  it('tells the way up', () => {
    expect(organization.lineage('account:pay')).toEqual(['account:pay', 'unit:Apps/Prod', 'unit:Apps', 'root']);
    expect(organization.isBelow('account:pay', 'unit:Apps')).toBe(true);
    expect(organization.isBelow('unit:Apps', 'unit:Apps')).toBe(false);
    expect(organization.isBelow('account:shop', 'unit:Apps/Prod')).toBe(false);
  });

  it('does not run in circles when the tree does', () => {
    const circle = new Organization('o-exampleorg1', [node('unit:A', 'unit:B'), node('unit:B', 'unit:A')]);
    expect(circle.lineage('unit:A')).toEqual(['unit:A', 'unit:B']);
  });
});
