import type { Caller } from '../../service.js';
import type { World } from '../../world.js';
import { type Input, invalid, notFound } from './pages.js';
import { rootUserOf, type SignIn, setRootUser, setUser, type User, userNamed } from './sign-in.js';

/** Whose credentials a call is about: those of the user that it names; without a name those of the root user whose session calls. */
export interface Holder {
  readonly isRoot: boolean;
  /** What answers call it: a root user has no name, and its account's id stands for it. */
  readonly name: string;
  readonly signIn: SignIn;
  change(to: Partial<SignIn>): void;
}

/** @throws ServiceError ValidationError without a name and a root session, NoSuchEntity for a user that is not there. */
export function whose(input: Input, { world, caller }: { readonly world: World; readonly caller: Caller }): Holder {
  const { accountId } = caller;
  if (input['UserName'] !== undefined) {
    const user = userIn(world, accountId, String(input['UserName']));
    const change = (to: Partial<SignIn>): void => setUser(world, accountId, { ...user, ...to });
    return { isRoot: false, name: user.name, signIn: user, change };
  }
  if (caller.rootTask === undefined) throw invalid('Must specify userName when calling with non-User credentials');
  const root = rootUserOf(world, accountId);
  const change = (to: Partial<SignIn>): void => setRootUser(world, accountId, { ...root, ...to });
  return { isRoot: true, name: accountId, signIn: root, change };
}

export function userIn(world: World, accountId: string, name: string): User {
  const user = userNamed(world, accountId, name);
  if (!user) throw notFound(`The user with name ${name} cannot be found.`);
  return user;
}
