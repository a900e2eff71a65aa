import { type Operation, type OperationContext, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { ALL_REGIONS, beginRegionChange, regionStatus, regionsUnderWay } from '../state.js';
import { accountMeant, checkFields, fieldErrors } from '../whose.js';

type Input = Readonly<Record<string, unknown>>;

const REGION = { RegionName: { max: 50 } };
const AT_ONCE = { account: 6, organization: 50 };
const PAGE = 50;

const conflict = (message: string): ServiceError => new ServiceError('ConflictException', message, {}, 409);

function regionIn(input: Input): string {
  return checkFields(input, REGION)['RegionName'] ?? '';
}

const GetRegionOptStatus: Operation<World> = (input, context) => {
  const region = regionIn(input);
  const status = regionStatus(context.world, accountMeant(input, context), region, true);
  if (status === undefined) throw badTarget(region);
  return { RegionName: region, RegionOptStatus: status };
};

function badTarget(region: string): ServiceError {
  const message = `The Region ${region} does not exist or cannot be opted in to or out of.`;
  return new ServiceError('ValidationException', message, {
    reason: 'invalidRegionOptTarget',
    fieldList: [{ name: 'RegionName', message }],
  });
}

function change(input: Input, context: OperationContext<World>, to: 'ENABLED' | 'DISABLED'): Record<string, unknown> {
  const { world } = context;
  const region = regionIn(input);
  const accountId = accountMeant(input, context);
  const status = regionStatus(world, accountId, region);
  if (status === undefined || status === 'ENABLED_BY_DEFAULT') throw badTarget(region);
  if (status === 'ENABLING' || status === 'DISABLING') throw conflict(`The Region ${region} is ${status} already.`);
  if (status === to) return {};
  const { here, everywhere } = regionsUnderWay(world, accountId);
  if (here >= AT_ONCE.account) throw conflict(`${AT_ONCE.account} Regions of the account are being changed already.`);
  if (everywhere >= AT_ONCE.organization) {
    throw conflict(`${AT_ONCE.organization} Regions of the organization's accounts are being changed already.`);
  }
  beginRegionChange(world, accountId, region, to === 'ENABLED' ? 'ENABLING' : 'DISABLING');
  return {};
}

const EnableRegion: Operation<World> = (input, context) => change(input, context, 'ENABLED');
const DisableRegion: Operation<World> = (input, context) => change(input, context, 'DISABLED');

const ListRegions: Operation<World> = (input, context) => {
  const { world } = context;
  const accountId = accountMeant(input, context);
  const asked = Number(input['MaxResults'] ?? PAGE);
  if (!(asked >= 1 && asked <= PAGE)) throw fieldErrors([['MaxResults', `must be 1 to ${PAGE}`]]);
  const wanted = input['RegionOptStatusContains'];
  const after = regionAfter(input['NextToken']);
  const rows = ALL_REGIONS.map((name) => ({ name, status: regionStatus(world, accountId, name, after === '') }));
  const fitting = rows
    .filter(({ status }) => !Array.isArray(wanted) || wanted.length === 0 || wanted.includes(status))
    .filter(({ name }) => name > after);
  const shown = fitting.slice(0, Math.min(asked, world.settings.pageSize ?? PAGE));
  const last = shown.at(-1);
  return {
    Regions: shown.map(({ name, status }) => ({ RegionName: name, RegionOptStatus: status })),
    ...(last && shown.length < fitting.length && { NextToken: `regions-after:${last.name}` }),
  };
};

function regionAfter(token: unknown): string {
  if (token === undefined) return '';
  const [, region] = /^regions-after:(.+)$/.exec(String(token)) ?? [];
  if (region === undefined || !ALL_REGIONS.includes(region)) throw fieldErrors([['NextToken', 'is not valid']]);
  return region;
}

export const regionOperations = { GetRegionOptStatus, EnableRegion, DisableRegion, ListRegions };
