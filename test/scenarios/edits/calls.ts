import * as account from '@aws-sdk/client-account';
import * as organizations from '@aws-sdk/client-organizations';
import * as controlTower from '../../../src/aws/controltower-commands.js';
import { IDENTITY_CALLS } from './identity.js';
import { SERVICE_CALLS } from './services.js';
import { STACK_CALLS } from './stacks.js';

type Command = new (input: never) => object;

/** What somebody else may call, by the name of the operation. */
const ORGANIZATIONS: Readonly<Record<string, Command>> = {
  AttachPolicy: organizations.AttachPolicyCommand,
  CloseAccount: organizations.CloseAccountCommand,
  CreateAccount: organizations.CreateAccountCommand,
  CreateOrganizationalUnit: organizations.CreateOrganizationalUnitCommand,
  CreatePolicy: organizations.CreatePolicyCommand,
  DeletePolicy: organizations.DeletePolicyCommand,
  DeregisterDelegatedAdministrator: organizations.DeregisterDelegatedAdministratorCommand,
  DetachPolicy: organizations.DetachPolicyCommand,
  DisableAWSServiceAccess: organizations.DisableAWSServiceAccessCommand,
  DisablePolicyType: organizations.DisablePolicyTypeCommand,
  EnableAWSServiceAccess: organizations.EnableAWSServiceAccessCommand,
  EnablePolicyType: organizations.EnablePolicyTypeCommand,
  ListRoots: organizations.ListRootsCommand,
  MoveAccount: organizations.MoveAccountCommand,
  RegisterDelegatedAdministrator: organizations.RegisterDelegatedAdministratorCommand,
  TagResource: organizations.TagResourceCommand,
  UntagResource: organizations.UntagResourceCommand,
  UpdateOrganizationalUnit: organizations.UpdateOrganizationalUnitCommand,
  UpdatePolicy: organizations.UpdatePolicyCommand,
};

const ACCOUNT: Readonly<Record<string, Command>> = {
  DisableRegion: account.DisableRegionCommand,
  EnableRegion: account.EnableRegionCommand,
  PutAccountName: account.PutAccountNameCommand,
  PutAlternateContact: account.PutAlternateContactCommand,
};

const CONTROL_TOWER: Readonly<Record<string, Command>> = {
  DisableBaseline: controlTower.DisableBaselineCommand,
  DisableControl: controlTower.DisableControlCommand,
  EnableBaseline: controlTower.EnableBaselineCommand,
  EnableControl: controlTower.EnableControlCommand,
  ResetEnabledBaseline: controlTower.ResetEnabledBaselineCommand,
  ResetLandingZone: controlTower.ResetLandingZoneCommand,
  UpdateEnabledBaseline: controlTower.UpdateEnabledBaselineCommand,
  UpdateEnabledControl: controlTower.UpdateEnabledControlCommand,
  UpdateLandingZone: controlTower.UpdateLandingZoneCommand,
};

export interface Operation {
  readonly service: 'organizations' | 'account' | 'controltower';
  readonly Command: Command;
}

/** @throws Error for an operation that the edits do not know. */
export function operationOf(call: string): Operation {
  const tables = { organizations: ORGANIZATIONS, account: ACCOUNT, controltower: CONTROL_TOWER } as const;
  for (const service of ['organizations', 'account', 'controltower'] as const) {
    const Command = Object.hasOwn(tables[service], call) ? tables[service][call] : undefined;
    if (Command) return { service, Command };
  }
  const known = [
    ...Object.values(tables).flatMap(Object.keys),
    ...STACK_CALLS,
    ...SERVICE_CALLS,
    ...IDENTITY_CALLS,
  ].join(', ');
  throw new Error(`edits: unknown call ${call}; known are ${known}`);
}

/** Which read tells how far the operation is that a call has begun. */
export function kindOfOperation(call: string): 'landing-zone' | 'baseline' | 'control' {
  if (call.endsWith('LandingZone')) return 'landing-zone';
  return call.endsWith('Baseline') ? 'baseline' : 'control';
}
