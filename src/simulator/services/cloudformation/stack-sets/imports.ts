import type { Operation } from '../../../service.js';
import { ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { parentOf, pathTo } from '../../organizations/for-services.js';
import { parseTemplate } from '../template/template.js';
import { accept, request } from './acceptance.js';
import { invalidOperation, limitExceeded, validation } from './errors.js';
import { type Input, list } from './input.js';
import { ordered } from './preferences.js';
import { stackExists } from './stacks.js';
import { keyOf, type StackSetRow, stackSetsState } from './state.js';

/** Existing stacks become instances of a set. */

const MOST_STACKS = 10;

interface Found {
  readonly account: string;
  readonly region: string;
  readonly stackId: string;
}

const ImportStacksToStackSet: Operation<World> = (input, context) => {
  const call = request(input, context);
  const { set } = call;
  const { world } = context;
  if (input['StackIdsUrl'] !== undefined)
    throw validation('StackIdsUrl cannot be read by this simulator: list the StackIds');
  const stacks = (list(input, 'StackIds') ?? []).map((id) => stackNamed(world, id));
  if (stacks.length === 0) throw validation('StackIds are required');
  if (stacks.length > MOST_STACKS)
    throw limitExceeded(`At most ${MOST_STACKS} stacks can be imported: ${stacks.length}`);
  const hidden = [...parseTemplate(set.settings.templateBody).parameters].filter(([, { noEcho }]) => noEcho);
  if (hidden.length > 0) throw invalidOperation('Stacks cannot be imported to a stack set with NoEcho parameters');
  checkFree(world, stacks);
  const units = unitsFor(world, set, input, stacks);
  const operation = accept(call, {
    action: 'CREATE',
    regions: ordered(input, [...new Set(stacks.map(({ region }) => region))]),
    accountsIn: (region) => stacks.filter((each) => each.region === region).map(({ account }) => account),
    units,
    stacks: Object.fromEntries(stacks.map(({ account, region, stackId }) => [keyOf(account, region), stackId])),
  });
  return { OperationId: operation.id };
};

function stackNamed(world: World, stackId: string): Found {
  const [, region, account] = /^arn:aws[\w-]*:cloudformation:([a-z\d-]+):(\d{12}):stack\//.exec(stackId) ?? [];
  if (region === undefined || account === undefined || !stackExists(world, stackId)) {
    throw new ServiceError('StackNotFoundException', `Stack ${stackId} not found`, {}, 404);
  }
  return { account, region, stackId };
}

/** A stack belongs to one set only, and a set has one stack in an account and Region. */
function checkFree(world: World, stacks: readonly Found[]): void {
  const wanted = new Set(stacks.map(({ stackId }) => stackId));
  for (const { instances, name } of Object.values(stackSetsState(world).sets)) {
    const taken = Object.values(instances).find(({ stackId }) => stackId !== undefined && wanted.has(stackId));
    if (taken) throw invalidOperation(`Stack ${taken.stackId} belongs to stack set ${name}`);
  }
  if (new Set(stacks.map(({ account, region }) => keyOf(account, region))).size < stacks.length) {
    throw invalidOperation('Two of the stacks are in the same account and Region');
  }
}

function unitsFor(
  world: World,
  { settings }: StackSetRow,
  input: Input,
  stacks: readonly Found[],
): Record<string, string> {
  if (settings.permissionModel === 'SELF_MANAGED') return {};
  const unitIds = list(input, 'OrganizationalUnitIds') ?? [];
  if (unitIds.length === 0) throw validation('OrganizationalUnitIds are required');
  return Object.fromEntries(
    stacks.map(({ account }) => {
      const path = parentOf(world, account) === undefined ? [] : pathTo(world, account);
      const unit = unitIds.find((id) => path.includes(id));
      if (unit === undefined) throw validation(`Account ${account} is in none of the OrganizationalUnitIds`);
      return [account, unit];
    }),
  );
}

export const importOperations = { ImportStacksToStackSet };
