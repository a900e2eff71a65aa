import { constraint, parentNotFound, refuse, unitNotFound } from '../faults.js';
import type { Input } from '../input.js';
import { chainOf, exists, kindOf, newUnitId, PATTERN } from '../names.js';
import { page } from '../pages.js';
import { attachDefaults, detachAll } from '../policy-type-changes.js';
import { QUOTA } from '../quotas.js';
import { type Member, management, reader } from '../session.js';
import { unitShape } from '../shapes.js';
import { checkTagCount } from './tags.js';

/** Organizational units, and who is whose parent. There is no operation that moves a unit. */

const nameKey = (parent: string, name: string): string => `unit:${parent}/${name}`;

function duplicate(): Error {
  return refuse('DuplicateOrganizationalUnitException', 'A unit with the same name already exists under this parent.');
}

export function existingParent(session: Member, input: Input): string {
  const parent = input.parent();
  if (!exists(session.store.current, parent)) throw parentNotFound();
  return parent;
}

const CreateOrganizationalUnit = management((session, input) => {
  const { store, world, organization, random } = session;
  input.parent();
  const name = input.text('Name', { min: 1, max: 128 });
  const tags = input.tags();
  const parent = existingParent(session, input);
  if (chainOf(store.current, parent).length > QUOTA.unitDepth) {
    throw constraint('OU_DEPTH_LIMIT_EXCEEDED', `You have reached the limit of ${QUOTA.unitDepth} levels of units.`);
  }
  if (store.list('units').length >= QUOTA.units) {
    throw constraint('OU_NUMBER_LIMIT_EXCEEDED', 'You have reached the limit of units in an organization.');
  }
  checkTagCount(tags);
  if (store.get('names', nameKey(parent, name)) !== undefined) throw duplicate();
  const id = newUnitId(random, organization.rootId);
  store.put('units', id, { id, name });
  store.put('parents', id, parent);
  store.put('names', nameKey(parent, name), id);
  store.append('units', id);
  store.append(`units:${parent}`, id);
  if (Object.keys(tags).length > 0) store.put('tags', id, tags);
  attachDefaults(store, id);
  return { OrganizationalUnit: unitShape(store.current, id, world.settings) };
});

const UpdateOrganizationalUnit = management(({ store, world }, input) => {
  const id = input.unit();
  const name = input.optional('Name', { min: 1, max: 128 });
  const unit = store.get('units', id);
  const parent = store.get('parents', id);
  if (!unit || parent === undefined) throw unitNotFound();
  if (name !== undefined && name !== unit.name) {
    if (store.get('names', nameKey(parent, name)) !== undefined) throw duplicate();
    store.remove('names', nameKey(parent, unit.name));
    store.put('names', nameKey(parent, name), id);
    store.put('units', id, { ...unit, name });
  }
  return { OrganizationalUnit: unitShape(store.current, id, world.settings) };
});

const DeleteOrganizationalUnit = management(({ store, listed }, input) => {
  const id = input.unit();
  const unit = store.get('units', id);
  const parent = store.get('parents', id);
  if (!unit || parent === undefined) throw unitNotFound();
  // What was deleted or moved away a moment ago still counts for a while.
  const holds = [store.current, listed].some(
    (view) => view.list(`accounts:${id}`).length > 0 || view.list(`units:${id}`).length > 0,
  );
  if (holds) {
    throw refuse(
      'OrganizationalUnitNotEmptyException',
      'The unit is not empty. Move its accounts and delete its units first.',
    );
  }
  detachAll(store, id);
  store.remove('names', nameKey(parent, unit.name));
  store.withdraw(`units:${parent}`, id);
  store.withdraw('units', id);
  store.remove('parents', id);
  store.remove('units', id);
  store.remove('tags', id);
  return {};
});

const DescribeOrganizationalUnit = reader(({ store, world }, input) => {
  const id = input.unit();
  if (!store.get('units', id)) throw unitNotFound();
  return { OrganizationalUnit: unitShape(store.current, id, world.settings) };
});

const ListOrganizationalUnitsForParent = reader((session, input) => {
  const parent = existingParent(session, input);
  const { listed, world } = session;
  const ids = listed.list(`units:${parent}`);
  const list = `ListOrganizationalUnitsForParent ${parent}`;
  const { items, ...next } = page(session, input, list, ids, (id) => unitShape(listed, id, world.settings));
  return { OrganizationalUnits: items, ...next };
});

const ListChildren = reader((session, input) => {
  input.parent();
  input.text('ChildType');
  const type = input.choice('ChildType', ['ACCOUNT', 'ORGANIZATIONAL_UNIT'] as const);
  const parent = existingParent(session, input);
  const ids = session.listed.list(`${type === 'ACCOUNT' ? 'accounts' : 'units'}:${parent}`);
  const { items, ...next } = page(session, input, `ListChildren ${parent} ${type}`, ids, (id) => ({
    Id: id,
    Type: type,
  }));
  return { Children: items, ...next };
});

const ListParents = reader((session, input) => {
  const child = input.text('ChildId', { max: 100, pattern: PATTERN.child });
  const parent = session.store.get('parents', child);
  if (parent === undefined) throw refuse('ChildNotFoundException', "You specified a child that doesn't exist.");
  // A child that the lagging view does not know yet is answered as it is.
  const shown = session.listed.get('parents', child) ?? parent;
  const { items, ...next } = page(session, input, `ListParents ${child}`, [shown], (id) => ({
    Id: id,
    Type: kindOf(id),
  }));
  return { Parents: items, ...next };
});

export const unitOperations = {
  CreateOrganizationalUnit,
  UpdateOrganizationalUnit,
  DeleteOrganizationalUnit,
  DescribeOrganizationalUnit,
  ListOrganizationalUnitsForParent,
  ListChildren,
  ListParents,
};
