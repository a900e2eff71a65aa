import { closest } from 'fastest-levenshtein';
import type { Address, Allowance, Origin, Problem, QuotaUse } from '../model.js';
import type { Finding, Guard, GuardInput } from './guard.js';

export interface GuardResult {
  readonly problems: readonly Problem[];
  /** The allowances that let something pass. */
  readonly allowed: readonly Allowance[];
  /** Codes of the guards that leave no error. */
  readonly passed: readonly string[];
  readonly quotas: readonly QuotaUse[];
}

/** An allowance holds for an address, or for all that begin alike when it ends in a star. */
function isMeant({ at }: Allowance, { address }: Finding): boolean {
  if (address === undefined) return at === '*';
  return at.endsWith('*') ? address.startsWith(at.slice(0, -1)) : at === address;
}

/** Runs every guard and takes off what the manifest allows. `today` is an ISO date (UTC). Pure: same input, same result. */
export function runGuardList(guards: readonly Guard[], input: GuardInput, today: string): GuardResult {
  const standing = input.settings.allow.filter(({ until }) => until === undefined || until >= today);
  const used = new Set<Allowance>();
  const problems: Problem[] = [];
  const passed: string[] = [];
  const quotas: QuotaUse[] = [];
  const origins = new Map(input.changes.map(({ address, origin }) => [address, origin] as const));
  for (const guard of guards) {
    const left: Problem[] = [];
    for (const finding of guard.check(input)) {
      const allowance = standing.find((candidate) => candidate.code === guard.code && isMeant(candidate, finding));
      if (allowance !== undefined) used.add(allowance);
      if (allowance === undefined || guard.absolute) left.push(problemOf(guard, finding, origins, allowance));
    }
    if (left.every(({ severity }) => severity === 'warning')) passed.push(guard.code);
    problems.push(...left.sort(byAddress));
    quotas.push(...(guard.quotas?.(input) ?? []));
  }
  problems.push(...allowanceProblems(guards, input, standing, used));
  const allowed = input.settings.allow.filter((allowance) => used.has(allowance) && !isAbsolute(guards, allowance));
  return { problems, allowed, passed, quotas };
}

function isAbsolute(guards: readonly Guard[], { code }: Allowance): boolean {
  return guards.some((guard) => guard.code === code && guard.absolute === true);
}

function problemOf(
  guard: Guard,
  finding: Finding,
  origins: ReadonlyMap<Address, Origin | undefined>,
  allowance: Allowance | undefined,
): Problem {
  const origin = finding.origin ?? (finding.address === undefined ? undefined : origins.get(finding.address));
  const hint =
    allowance === undefined
      ? finding.hint
      : `An allowance cannot let this pass: AWS itself refuses. ${finding.hint ?? ''}`;
  return {
    code: guard.code,
    severity: finding.severity ?? 'error',
    message: finding.message,
    ...(hint === undefined ? {} : { hint: hint.trim() }),
    ...(finding.address === undefined ? {} : { address: finding.address }),
    ...(origin === undefined ? {} : { origin }),
  };
}

function byAddress(one: Problem, other: Problem): number {
  const [a, b] = [`${one.address ?? ''} ${one.message}`, `${other.address ?? ''} ${other.message}`];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Allowances that say nothing any more are said, so that they do not pile up and let later mistakes pass. */
function* allowanceProblems(
  guards: readonly Guard[],
  { settings, before, after }: GuardInput,
  standing: readonly Allowance[],
  used: ReadonlySet<Allowance>,
): Generator<Problem> {
  const codes = guards.map(({ code }) => code);
  // Offline there is nothing to compare with: what only a difference can show cannot be found, nor missed.
  const offline = [...before.organization.nodes.values()].every(({ live }) => !live);
  const lasting = new Set(guards.filter((guard) => guard.lasting).map(({ code }) => code));
  const isNeededAgain = (allowance: Allowance): boolean =>
    lasting.has(allowance.code) &&
    [...after.specs.keys()].some((address) => isMeant(allowance, { message: '', address }));
  for (const allowance of settings.allow) {
    const { code, at, until, origin } = allowance;
    const base = { severity: 'warning', origin } as const;
    if (!codes.includes(code)) {
      yield {
        ...base,
        code: 'allowance-unknown',
        message: `no guard has the code "${code}": the allowance at ${at} has no effect`,
        hint: `Did you mean ${closest(code, codes)}? Codes: ${codes.join(', ')}.`,
      };
    } else if (!standing.includes(allowance)) {
      yield {
        ...base,
        code: 'allowance-expired',
        message: `the allowance of ${code} at ${at} ended on ${until ?? ''} and has no effect`,
        hint: 'Remove it, or set a new until date if the reason still holds.',
      };
    } else if (!used.has(allowance) && until === undefined && !offline && !isNeededAgain(allowance)) {
      yield {
        ...base,
        code: 'allowance-unused',
        message: `the allowance of ${code} at ${at} let nothing pass in this plan`,
        hint: 'Remove it once what it was for is done, or give it an `until` date, after which it ends by itself.',
      };
    }
  }
}
