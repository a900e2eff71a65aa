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
  'control-target':
    'Control Tower enables controls on organizational units: not on the root, not on an account, not by tags, and before landing zone 4.0 only some of them on the Security unit. Name units; `Workloads/**` is a unit with every unit below.',
  'control-unknown':
    'The catalog of the home Region has no control of this name. Controls are renamed and retired now and then: look it up with `aws controlcatalog list-controls`.',
  'control-parameter':
    'The catalog names the parameters of each control, and this one is not among them: AWS would refuse it. Names are written exactly as there.',
  'baseline-version':
    'Each landing zone version enables one version of a baseline; an older one may stay on a unit that has it, and none goes back. Leave `version:` out and the right one is chosen; where the landing zone is newer than this towerctl knows, write it. The table: `table-of-baselines` in the Control Tower user guide.',
  'landing-zone-missing':
    'Baselines and controls stand on a landing zone, and this organization has none in the home Region that the manifest names. Correct `organization.homeRegion`, or set the landing zone up first.',
  'landing-zone-busy':
    'An operation of the landing zone is running. Control Tower does one such operation at a time and nothing beside it: apply waits for its end, up to six hours, before it writes anything to Control Tower.',
  'landing-zone-failed':
    'The last operation of the landing zone has failed. Reset or update the landing zone; until then Control Tower may refuse baselines and controls.',
  'landing-zone-drifted':
    'Control Tower reports that a unit, a role, a shared account or trusted access of the landing zone is not as it was left. Reset the landing zone; towerctl does not change it.',
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
