import { type Operation, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { type CatalogControl, CONTROL_TOWER_REGIONS } from './catalog/index.js';
import { checkText, fieldsOf, onlyOf, page, resourceIn } from './input.js';
import { mappingsOf } from './mappings.js';
import { catalogOf, globalArn } from './state.js';
import { COMMON_CONTROLS, DOMAINS, OBJECTIVES, WRITTEN_AT } from './taxonomy.js';

const times = { CreateTime: WRITTEN_AT, LastUpdateTime: WRITTEN_AT };
const arn = (kind: string, id: string): string => `arn:aws:controlcatalog:::${kind}/${id}`;

function associated(kind: string, all: readonly { id: string; name: string }[], id: string): Record<string, unknown> {
  return { Arn: arn(kind, id), Name: all.find((each) => each.id === id)?.name ?? id };
}

/** What ListControls tells of a control: neither regions nor parameters. */
function summaryOf(control: CatalogControl): Record<string, unknown> {
  const { implementation, identifier } = control;
  return {
    Arn: globalArn(control),
    Aliases: control.aliases,
    Name: control.name,
    Description: control.description,
    Behavior: control.behavior,
    Severity: control.severity,
    ...(implementation === undefined
      ? {}
      : { Implementation: { Type: implementation, ...(identifier === undefined ? {} : { Identifier: identifier }) } }),
    ...(control.createdAt === undefined ? {} : { CreateTime: new Date(control.createdAt) }),
    ...(control.governedResources === undefined ? {} : { GovernedResources: control.governedResources }),
  };
}

const GetControl: Operation<World> = (input, { world }) => {
  const given = checkText(input['ControlArn'], 'controlArn', 'ControlArn');
  const control = catalogOf(world).byArn(given);
  if (!control) throw new ServiceError('ResourceNotFoundException', `The control ${given} was not found.`, {}, 404);
  const { scope, regions = CONTROL_TOWER_REGIONS } = control;
  return {
    ...summaryOf(control),
    Behavior: control.behavior ?? 'DETECTIVE',
    RegionConfiguration: { Scope: scope, ...(scope === 'GLOBAL' ? {} : { DeployableRegions: regions }) },
    Parameters: (control.parameters ?? []).map(({ name }) => ({ Name: name })),
  };
};

const ListControls: Operation<World> = (input, { world }) => {
  const wanted = fieldsOf(fieldsOf(input['Filter'])['Implementations']);
  const [type, identifier] = [onlyOf(wanted, 'Types'), onlyOf(wanted, 'Identifiers')];
  if (type !== undefined) checkText(type, 'filter.implementations.types', 'ImplementationType');
  if (identifier !== undefined) checkText(identifier, 'filter.implementations.identifiers', 'ImplementationIdentifier');
  const found = catalogOf(world).controls.filter(
    (control) =>
      (type === undefined || control.implementation === type) &&
      (identifier === undefined || control.identifier === identifier),
  );
  const listing = `ListControls ${String(type)} ${String(identifier)}`;
  const { items, ...next } = page(world, input, listing, found);
  return { Controls: items.map(summaryOf), ...next };
};

const ListControlMappings: Operation<World> = (input, { world }) => {
  const filter = fieldsOf(input['Filter']);
  const [control, common] = [onlyOf(filter, 'ControlArns'), onlyOf(filter, 'CommonControlArns')];
  const type = onlyOf(filter, 'MappingTypes');
  if (control !== undefined) checkText(control, 'filter.controlArns', 'ControlArn');
  if (common !== undefined) checkText(common, 'filter.commonControlArns', 'CommonControlArn');
  const catalog = catalogOf(world);
  const only = typeof control === 'string' ? catalog.byArn(control) : undefined;
  const found = mappingsOf(catalog).filter(
    (mapping) =>
      (control === undefined || (only !== undefined && mapping.ControlArn === globalArn(only))) &&
      (common === undefined || mapping.Mapping.CommonControl?.CommonControlArn === common) &&
      (type === undefined || mapping.MappingType === type),
  );
  const listing = `ListControlMappings ${String(control)} ${String(common)} ${String(type)}`;
  const { items, ...next } = page(world, input, listing, found, 1_000);
  return { ControlMappings: items, ...next };
};

const ListDomains: Operation<World> = (input, { world }) => {
  const { items, ...next } = page(world, input, 'ListDomains', DOMAINS);
  return {
    Domains: items.map(({ id, name, description }) => ({
      Arn: arn('domain', id),
      Name: name,
      Description: description,
      ...times,
    })),
    ...next,
  };
};

const ListObjectives: Operation<World> = (input, { world }) => {
  const wanted = resourceIn(fieldsOf(input['ObjectiveFilter']), 'Domains', 'DomainArn');
  const found = OBJECTIVES.filter(({ domain }) => wanted === undefined || arn('domain', domain) === wanted);
  const { items, ...next } = page(world, input, `ListObjectives ${String(wanted)}`, found);
  return {
    Objectives: items.map(({ id, name, description, domain }) => ({
      Arn: arn('objective', id),
      Name: name,
      Description: description,
      Domain: associated('domain', DOMAINS, domain),
      ...times,
    })),
    ...next,
  };
};

const ListCommonControls: Operation<World> = (input, { world }) => {
  const wanted = resourceIn(fieldsOf(input['CommonControlFilter']), 'Objectives', 'ObjectiveArn');
  const found = COMMON_CONTROLS.filter(
    ({ objective }) => wanted === undefined || arn('objective', objective) === wanted,
  );
  const { items, ...next } = page(world, input, `ListCommonControls ${String(wanted)}`, found);
  return {
    CommonControls: items.map(({ id, name, description, objective }) => ({
      Arn: arn('common-control', id),
      Name: name,
      Description: description,
      Domain: associated('domain', DOMAINS, OBJECTIVES.find((each) => each.id === objective)?.domain ?? ''),
      Objective: associated('objective', OBJECTIVES, objective),
      ...times,
    })),
    ...next,
  };
};

export const operations = {
  GetControl,
  ListControls,
  ListControlMappings,
  ListCommonControls,
  ListObjectives,
  ListDomains,
};
