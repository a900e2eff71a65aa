import type { JsonObject } from '../../../../model.js';
import type { Operation, OperationContext } from '../../../service.js';
import type { World } from '../../../world.js';
import { organizationOf } from '../../organizations/for-services.js';
import { governed, isHome } from '../access.js';
import { refuseLandingZoneWhileBusy } from '../conflicts.js';
import { conflict, notFound, validation } from '../errors.js';
import { landingZoneArn } from '../names.js';
import { begin, poll } from '../operations.js';
import { pageOf } from '../pages.js';
import { filterOf, listOf, operationShape, textOf } from '../shapes.js';
import { controlTowerState, type LandingZoneRow, type OperationRow } from '../state.js';
import { isFrom, LATEST } from '../versions.js';
import { checkCreate, checkUpdate, type Wish, wishOf } from './checks.js';
import { landingZoneDrift } from './drift.js';

/** The eight operations on the landing zone. */

const LARGEST_PAGE = 100;
/** Operations are remembered so long, controls' ones too. */
export const REMEMBERED_MS = 90 * 24 * 3_600_000;

/** By its ARN or the id at its end: the model sets no pattern, and clients use either. */
function existing(context: OperationContext<World>, input: Readonly<Record<string, unknown>>): LandingZoneRow {
  const { landingZone } = governed(context);
  const identifier = textOf(input, 'landingZoneIdentifier');
  if (identifier !== landingZone.arn && identifier !== landingZone.arn.split('/')[1]) {
    throw notFound(`The landing zone ${identifier} does not exist.`);
  }
  return landingZone;
}

function start(
  context: OperationContext<World>,
  type: 'CREATE' | 'UPDATE' | 'RESET' | 'DELETE',
  landingZone: LandingZoneRow,
  wish?: Wish,
): OperationRow {
  const { world, outcome } = context;
  const details = JSON.parse(JSON.stringify({ ...wish, outcome })) as JsonObject;
  const operation = begin(world, { kind: 'landing-zone', type, subject: landingZone.arn, details });
  landingZone.status = 'PROCESSING';
  return operation;
}

const createLandingZone: Operation<World> = (input, context) => {
  const { world, caller } = context;
  const state = controlTowerState(world);
  const wish = wishOf(input);
  if (state.landingZone) throw conflict('AWS Control Tower cannot create a landing zone: there is one already.');
  if (!organizationOf(world)) throw validation('AWS Control Tower needs an organization with all features enabled.');
  refuseLandingZoneWhileBusy(world);
  checkCreate(world, wish, caller.region);
  state.homeRegion = caller.region;
  const landingZone: LandingZoneRow = {
    arn: landingZoneArn(world.random, caller.region, caller.accountId),
    version: wish.version,
    status: 'PROCESSING',
    manifest: wish.manifest,
    remediationTypes: wish.remediationTypes,
    securityUnitId: null,
  };
  state.landingZone = landingZone;
  const tags = input['tags'];
  if (typeof tags === 'object' && tags !== null) state.tags[landingZone.arn] = { ...(tags as Record<string, string>) };
  return { arn: landingZone.arn, operationIdentifier: start(context, 'CREATE', landingZone, wish).id };
};

const updateLandingZone: Operation<World> = (input, context) => {
  const landingZone = existing(context, input);
  const wish = wishOf(input);
  refuseLandingZoneWhileBusy(context.world);
  checkUpdate(context.world, landingZone, wish, context.caller.region);
  return { operationIdentifier: start(context, 'UPDATE', landingZone, wish).id };
};

const resetLandingZone: Operation<World> = (input, context) => {
  const landingZone = existing(context, input);
  if (!isFrom(landingZone.version, '3.1')) {
    throw validation(`A landing zone of version ${landingZone.version} cannot be reset; 3.1 is the first that can.`);
  }
  refuseLandingZoneWhileBusy(context.world);
  return { operationIdentifier: start(context, 'RESET', landingZone).id };
};

const deleteLandingZone: Operation<World> = (input, context) => {
  const landingZone = existing(context, input);
  refuseLandingZoneWhileBusy(context.world);
  return { operationIdentifier: start(context, 'DELETE', landingZone).id };
};

const getLandingZone: Operation<World> = (input, context) => {
  const { world } = context;
  poll(world, 'landing-zone');
  const landingZone = existing(context, input);
  return {
    landingZone: {
      arn: landingZone.arn,
      version: landingZone.version,
      manifest: landingZone.manifest,
      status: landingZone.status,
      latestAvailableVersion: LATEST,
      driftStatus: { status: landingZoneDrift(world).length > 0 ? 'DRIFTED' : 'IN_SYNC' },
      ...(landingZone.remediationTypes.length > 0 ? { remediationTypes: landingZone.remediationTypes } : {}),
    },
  };
};

/** In every Region the same ARN, which tells where home is. */
const listLandingZones: Operation<World> = (_input, { world }) => {
  const { landingZone } = controlTowerState(world);
  return { landingZones: landingZone ? [{ arn: landingZone.arn }] : [] };
};

function remembered(world: World): OperationRow[] {
  const since = world.clock.now() - REMEMBERED_MS;
  return Object.values(controlTowerState(world).landingZoneOperations).filter(({ startedAt }) => startedAt > since);
}

const getLandingZoneOperation: Operation<World> = (input, { world, caller }) => {
  const id = textOf(input, 'operationIdentifier');
  const operation = remembered(world).find((each) => each.id === id);
  if (!operation || controlTowerState(world).homeRegion !== caller.region) {
    throw notFound(`The operation ${id} does not exist.`);
  }
  const shape = operationShape(operation);
  poll(world, 'landing-zone', id);
  return { operationDetails: shape };
};

const listLandingZoneOperations: Operation<World> = (input, context) => {
  const { world } = context;
  const home = controlTowerState(world).homeRegion === context.caller.region || isHome(context);
  const filter = filterOf(input);
  const wanted = (name: string, value: string): boolean => listOf(filter[name])?.includes(value) ?? true;
  const operations = (home ? remembered(world) : [])
    .filter(({ type, status }) => wanted('types', type) && wanted('statuses', status))
    .sort((a, b) => b.sequence - a.sequence);
  const { items, ...next } = pageOf(world, `landing zone ${JSON.stringify(filter)}`, operations, ({ id }) => id, {
    asked: input['maxResults'],
    token: input['nextToken'],
    largest: LARGEST_PAGE,
  });
  const landingZoneOperations = items.map(({ id, type, status }) => ({
    operationIdentifier: id,
    operationType: type,
    status,
  }));
  poll(world, 'landing-zone');
  return { landingZoneOperations, ...next };
};

export const landingZoneOperations: Readonly<Record<string, Operation<World>>> = {
  CreateLandingZone: createLandingZone,
  UpdateLandingZone: updateLandingZone,
  ResetLandingZone: resetLandingZone,
  DeleteLandingZone: deleteLandingZone,
  GetLandingZone: getLandingZone,
  GetLandingZoneOperation: getLandingZoneOperation,
  ListLandingZones: listLandingZones,
  ListLandingZoneOperations: listLandingZoneOperations,
};
