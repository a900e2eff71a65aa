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
