import type { Kind } from '../kind.js';
import type { Desired, Live, Problem } from '../model.js';

/** What the manifest refers to and AWS does not have. */
export function missing(kind: Kind, desired: Desired): Problem {
  return {
    code: 'not-found',
    severity: 'error',
    address: desired.address,
    origin: desired.origin,
    message: `${kind.title} "${desired.address.slice(desired.address.indexOf(':') + 1)}" is said to exist, but AWS has none`,
    hint: 'check the name, id or email; or remove it from the manifest',
  };
}

/** Somebody else's, and taken over as the manifest says. */
export function takenOver(desired: Desired, live: Live): Problem {
  return {
    code: 'taken-over',
    severity: 'warning',
    address: desired.address,
    origin: desired.origin,
    message: `${desired.address} belongs to ${live.owner ?? 'somebody else'}, and is taken over as \`adopt: true\` says`,
    hint: 'remove it there first: two owners would change it back and forth',
  };
}

/** There, and not to be touched without a word. */
export function notOurs(desired: Desired, live: Live, fields: readonly string[]): Problem {
  const owner = live.owner ?? { 'control-tower': 'AWS Control Tower', aws: 'AWS' }[live.managedBy as string];
  const difference = fields.length > 0 ? `, and differs in ${fields.join(', ')}` : '';
  const fixed = live.managedBy === 'control-tower' || live.managedBy === 'aws';
  return {
    code: 'not-ours',
    severity: 'error',
    address: desired.address,
    origin: desired.origin,
    message: `${desired.address} exists already, ${owner ? `belongs to ${owner}` : 'was not made by this manifest'}${difference}`,
    hint: fixed
      ? 'choose another name: what belongs to AWS or Control Tower is never changed'
      : 'set `adopt: true` to take it over as it is declared here, or choose another name',
  };
}
