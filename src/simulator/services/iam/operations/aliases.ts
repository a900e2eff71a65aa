import type { Operation } from '../../../service.js';
import type { World } from '../../../world.js';
import { alreadyThere, type Input, invalid, notFound, pageOf } from '../pages.js';
import { iamState } from '../state.js';

const ALIAS = /^[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]$/;

function aliasIn(input: Input): string {
  const alias = String(input['AccountAlias'] ?? '');
  if (ALIAS.test(alias)) return alias;
  throw invalid(
    `accountAlias "${alias}" must be 3 to 63 of a-z, 0-9 and single hyphens, and not begin or end with one.`,
  );
}

const CreateAccountAlias: Operation<World> = (input, { world, caller }) => {
  const alias = aliasIn(input);
  const { aliases } = iamState(world);
  const holder = Object.entries(aliases).find(([, each]) => each === alias)?.[0];
  if (holder !== undefined && holder !== caller.accountId) {
    throw alreadyThere(`The account alias ${alias} already exists.`);
  }
  aliases[caller.accountId] = alias;
  return {};
};

const DeleteAccountAlias: Operation<World> = (input, { world, caller }) => {
  const alias = aliasIn(input);
  const { aliases } = iamState(world);
  if (aliases[caller.accountId] !== alias) throw notFound(`The account alias ${alias} cannot be found.`);
  delete aliases[caller.accountId];
  return {};
};

const ListAccountAliases: Operation<World> = (input, { world, caller }) => {
  const alias = iamState(world).aliases[caller.accountId];
  const { items, ...rest } = pageOf(world, input, alias === undefined ? [] : [alias], (each) => each);
  return { AccountAliases: items, ...rest };
};

export const aliasOperations = { CreateAccountAlias, DeleteAccountAlias, ListAccountAliases };
