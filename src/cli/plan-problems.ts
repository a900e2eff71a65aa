/** Problems that only a plan can have, neither the manifest's form nor a guard's: what `towerctl explain CODE` says. */
export const PLAN_PROBLEMS: Readonly<Record<string, string>> = {
  'not-found':
    'The manifest says that something exists (`existing: true`, an account, a policy of AWS), and AWS has none of that name, id or email address. It is never created. Correct the name, or remove the entry.',
  'not-ours':
    'Something of that name exists in AWS and was not made by this manifest. With `adopt: true` apply takes it over, sets the ownership tag and makes it as declared; what belongs to AWS or to Control Tower is never taken over, choose another name.',
  'taken-over':
    '`adopt: true` takes over what carries the ownership tag of another manifest or tool. It is said as a warning, since two owners change a thing back and forth: remove it from the other one first.',
  contradiction:
    'One entry of the manifest asks for something and another rules it out. The message names both places; keep one of them.',
  quarantine:
    'A new account cannot be held as `quarantine:` says: the policy is no service control policy of the manifest, `readyWhen` names a row of the target state that there is not or that this version can never call met, or the account is made by Account Factory, which lets people in before a policy can be attached. `towerctl checklist` lists the rows.',
  'account-without-place':
    'AWS knows no account of this email address, so one would be made, and the entry does not say where it belongs. A new account begins at the root, out of reach of every unit’s policies, and is not left there. Write `ou:`; if the account exists, correct the address, or write `existing: true` so that none is ever made.',
  'account-email-differs':
    'The account with this id has another email address than the manifest says. Only who reads the new address’s mail can change it, since AWS sends a code there; towerctl leaves it alone. Change it by hand, or correct the manifest.',
  'account-management-off':
    'Names, alternate contacts and opt-in Regions of member accounts are set through AWS Account Management, which the management account may use for others only with trusted access of `account.amazonaws.com`. Write `trustedAccess: { account.amazonaws.com: on }`; the plan switches it on first.',
  'account-unread':
    'A setting of an account (its contacts, Regions or alias) could not be read: the permission is missing, or the account lets nobody in. It is said as a warning, the setting is left alone, and the rest of the account is planned as usual.',
  'landing-zone-account':
    'The landing zone names its accounts by their keys under `accounts:`, and there is none of this name. Declare the account there, with its id or email, or correct the name.',
  'template-bucket':
    'CloudFormation takes a template of more than 51,200 bytes from a bucket only. towerctl uses `towerctl-templates-ACCOUNT-REGION` of the management account and does not make it: make the bucket once, or the template smaller.',
  'control-target':
    'Control Tower enables controls on organizational units: not on the root, not on an account, not by tags, and before landing zone 4.0 only some of them on the Security unit. Name units; `Workloads/**` is a unit with every unit below.',
  'control-unknown':
    'The catalog of the home Region has no control of this name. Controls are renamed and retired now and then: look it up with `aws controlcatalog list-controls`.',
  'control-parameter':
    'The catalog names the parameters of each control, and this one is not among them: AWS would refuse it. Names are written exactly as there.',
  'baseline-template':
    'CloudFormation would refuse the template: an unknown section, a reference to something that is not there, a circle, a literal that looks like a secret, or something that service-managed StackSets do not take (transforms, nested stacks). The message names the place in the template. Nothing was sent.',
  'baseline-parameter':
    'A value of `parameters:` or `overrides:` does not fit what the template declares: an unknown name, a value of the wrong type or outside of what is allowed, a required one that is missing, or a secret (NoEcho), which never stands in a manifest.',
  'baseline-regions':
    'A baseline follows the Regions that the landing zone governs (`regions: governed`, or no `regions:`), and these are not known. Write the Regions.',
  'baseline-auto-deploy':
    'Automatic deployment was asked for, but StackSets can only follow whole units: exclusions, tags, single accounts and values of some accounts’ own are ignored by it. The baseline is laid all the same; new accounts come with the next run.',
  'config-nobody':
    'The targets of a rule or conformance pack of AWS Config hold no active account, so nothing is laid, and what was laid before is taken away. Correct the targets, or take the entry out.',
  'config-exclusions':
    'AWS Config lays an organization rule or conformance pack in every account but those that are named, at most 1,000. The targets leave out more than that. Widen them, or lay the rule in the few accounts that are meant with a stack baseline.',
  'config-regions':
    'A rule or pack follows the Regions that the landing zone governs (`regions: governed`, or no `regions:`), and these are not known. Write the Regions.',
  'config-administrator':
    'Only the management account and delegated administrators of `config-multiaccountsetup.amazonaws.com` lay rules and packs for the organization, and the account that `administrator:` names is neither, nor is it registered by this plan. Write `delegatedAdministrators: { config: account:NAME }`, or leave `administrator:` out.',
  'config-rule-policy': 'A rule in Guard is empty, or longer than the 10,000 characters that AWS Config takes.',
  'config-rule-description':
    'Organization rules carry no tags: towerctl knows its own by the words `[towerctl:MANIFEST]` at the end of the description. AWS takes 256 characters for both.',
  'config-aggregator-account':
    'The account in which an aggregator of AWS Config is to stand is not an account of this manifest. Correct the name, declare it under `accounts`, or leave `account:` out: then it stands in the management account.',
  'conformance-pack-template':
    'AWS Config would refuse the template of a conformance pack: it holds AWS::Config::ConfigRule and AWS::Config::RemediationConfiguration alone, at most 130 rules, 60 parameters and 51,200 bytes, of which towerctl adds two parameters. The message names the place in the template.',
  'conformance-pack-parameter':
    'A value for a conformance pack’s parameter does not fit its template: the template declares none of that name, does not allow the value, or has a parameter without a default that gets none. Correct the value, or the template.',
  'exception-expired':
    'An exception from the sweep of root credentials has passed its `until` date, so its accounts are swept like all others. Remove it, or set a new date if the reason still holds.',
  'delegated-administrator-account':
    'An account that is to administer a service is not an account of this manifest. It must not count as one that is to go, so nothing of that service is changed. Correct the name, or declare the account under `accounts`.',
  'group-external':
    'A group of Identity Center’s directory comes from an identity provider outside, which would write back whatever is changed here. Change it there; assignments name it all the same.',
  'identity-center-missing':
    'Identity Center has no active instance of the organization in that Region, so permission sets, groups and assignments have nothing to stand on. Name its Region with `identityCenter: { region: ... }`, or enable it first; an instance that is being made needs a while.',
  'permission-set-unknown':
    'An assignment names a permission set that `permissionSets` does not declare. Correct the name; one that somebody else looks after is declared with `existing: true` and then only assigned.',
  'principal-unknown':
    'An assignment names a user or a group that Identity Center’s directory does not have. Correct the name, declare the group under `groups`, or make it where the directory comes from.',
  'user-unknown':
    'A group’s `members` name a user that Identity Center’s directory does not have. Users are made in the console or by the identity provider, never here. Correct the name, or remove it.',
  'baseline-version':
    'Each landing zone version enables one version of a baseline; an older one may stay on a unit that has it, and none goes back. Leave `version:` out and the right one is chosen; where the landing zone is newer than this towerctl knows, write it. The table: `table-of-baselines` in the Control Tower user guide.',
  'landing-zone-missing':
    'Baselines and controls stand on a landing zone, and this organization has none in the home Region that the manifest names. Correct `organization.homeRegion`, or set the landing zone up first.',
  'landing-zone-busy':
    'An operation of the landing zone is running. Control Tower does one such operation at a time and nothing beside it: apply waits for its end, up to six hours, before it writes anything to Control Tower.',
  'landing-zone-failed':
    'The last operation of the landing zone has failed. Until it is reset (`landingZone: { onDrift: reset }`, or `apply --reset-drift`) or updated, Control Tower may refuse baselines and controls.',
  'landing-zone-drifted':
    'Control Tower reports that a unit, a role, a shared account or trusted access of the landing zone is not as it was left. With `landingZone: { onDrift: reset }`, or `apply --reset-drift`, it is reset; otherwise it is only said.',
  'stack-instance-failed':
    'Instances of a StackSet are OUTDATED, or have no stack because its creation failed; the reason is what CloudFormation said. Apply tries these again and leaves all others alone. Mend the reason first: a service control policy, a role that is missing, a name that is taken.',
  'stack-instance-inoperable':
    'A deletion failed in these accounts and Regions, and AWS leaves the instances out of every operation from then on. Remove them from the set with DeleteStackInstances and RetainStacks, delete what is left of their stacks by hand; apply then makes them anew.',
  'was-ambiguous':
    '`was:` names the old name of a thing that is being renamed, but AWS has one thing under the old name and one under the new. Nothing is renamed until one of the two is gone, or `was:` is.',
  'stale-plan':
    'A saved plan stands on facts that it read. One of them has changed since: a change would find neither what it starts from nor what it leads to. Nothing was written. Plan again and review what changed.',
  'allowance-unknown':
    'An entry in `guards.allow` names a code that no guard has, so it lets nothing pass. The list of codes: `towerctl explain`.',
  'allowance-expired':
    'An entry in `guards.allow` has passed its `until` date and has no effect any more. Remove it, or set a new date if the reason still holds.',
  'allowance-unused':
    'An entry in `guards.allow` let nothing pass in this plan. Once what it was for is done it should go, so that it does not let a later mistake pass.',
};
