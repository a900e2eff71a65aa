import { faultOf } from '../../aws/faults.js';
import { TowerctlError } from '../../errors.js';
import type { LiveContext } from '../../kind.js';
import type { Desired, Live } from '../../model.js';
import { auditAccounts } from '../../root/audit.js';
import type { RootCredentialsFound } from '../../root/result.js';
import { isInScope } from '../in-scope.js';
import type { Surroundings } from '../surroundings.js';
import { believable, doubt, madeWithoutCredentials } from './belief.js';
import { type AuditResultPlace, keysInUse, type RootCredentialsSpec } from './spec.js';
import { storedResult } from './stored.js';

type Context = LiveContext<Surroundings>;

/** A plan believes the dated result of the audit and enters no account; an apply looks at the accounts that it changes. */
export async function* live(context: Context): AsyncGenerator<Live<RootCredentialsSpec>> {
  const declared = declaredAccounts(context);
  const [first] = declared;
  if (!first) return;
  if (context.onlyDeclared) yield* now(context, declared);
  else yield* asAudited(context, declared, { ...first.spec.result, region: context.aws.s3.region });
}

interface DeclaredAccount extends Desired<RootCredentialsSpec> {
  readonly id: string;
}

/** An account that is made by this very plan is not there to be audited; nor does one matter that is out of scope. */
function declaredAccounts(context: Context): DeclaredAccount[] {
  const { declared, names } = context;
  return [...declared.values()].flatMap((entry) => {
    const spec = entry.spec as RootCredentialsSpec;
    const isAsked = typeof spec.account === 'string' && isInScope(context, spec.account);
    const id = isAsked ? names.tryIdOf(spec.account) : undefined;
    return id === undefined ? [] : [{ ...entry, spec, id }];
  });
}

async function* asAudited(
  context: Context,
  declared: readonly DeclaredAccount[],
  place: AuditResultPlace,
): AsyncGenerator<Live<RootCredentialsSpec>> {
  const { aws, clock } = context;
  const result = await believable(aws, place);
  if (typeof result === 'string') return context.unknown({ reason: result });
  const isNew = await madeWithoutCredentials(aws, result);
  const judged = declared.filter(({ id, spec }) => result.accounts[id] !== undefined || !isNew(spec.account));
  const doubts = new Map(judged.flatMap((entry) => asPair(entry, doubt(clock, result.accounts[entry.id], place))));
  const [common, ...others] = new Set(doubts.values());
  if (common !== undefined && others.length === 0 && doubts.size === judged.length) {
    return context.unknown({ reason: `no account can be judged: ${common}` });
  }
  for (const entry of judged) {
    const reason = doubts.get(entry);
    const finding = result.accounts[entry.id];
    if (reason !== undefined && entry.held === undefined) context.unknown({ address: entry.address, reason });
    if (reason === undefined && finding?.state === 'credentials') yield found(entry, finding, place);
  }
}

function asPair<Key, Value>(key: Key, value: Value | undefined): [Key, Value][] {
  return value === undefined ? [] : [[key, value]];
}

/**
 * What there is to do yet. What was reviewed and is gone in part stays as it was reviewed: the steps skip what is gone,
 * and the last one writes it down. What came since then is shown, and makes the plan stale.
 */
async function* now(context: Context, declared: readonly DeclaredAccount[]): AsyncGenerator<Live<RootCredentialsSpec>> {
  const ids = declared.map(({ id }) => id);
  const findings = await auditAccounts(context.aws, context.clock, ids);
  for (const entry of declared) {
    const { result } = entry.spec;
    const finding = findings.get(entry.id);
    if (finding?.state === 'clean' && (await isWrittenDown(context, entry))) continue;
    const added = finding?.state === 'credentials' && !covers(entry.spec, found(entry, finding, result).spec);
    if (added && finding.state === 'credentials') yield found(entry, finding, result);
    else yield { ...unchanged(entry), spec: entry.spec };
  }
}

async function isWrittenDown({ aws }: Context, { spec, id }: DeclaredAccount): Promise<boolean> {
  try {
    const result = await storedResult(aws, spec.result);
    return result?.accounts[id]?.state === 'clean';
  } catch (error) {
    // Then the step that writes it down says what is wrong.
    if (error instanceof TowerctlError || faultOf(error).class !== 'bug') return false;
    throw error;
  }
}

/** Nothing that the reviewer has not seen: no other credential, and no key that came into use since. */
function covers(reviewed: RootCredentialsSpec, found: RootCredentialsSpec): boolean {
  const ids = (keys: RootCredentialsSpec['accessKeys']): string[] => keys.map(({ id }) => id);
  const known = ids(reviewed.accessKeys);
  const inUse = ids(keysInUse(reviewed));
  return (
    (reviewed.password || !found.password) &&
    ids(found.accessKeys).every((id) => known.includes(id)) &&
    ids(keysInUse(found)).every((id) => inUse.includes(id)) &&
    found.signingCertificates <= reviewed.signingCertificates &&
    found.mfaDevices <= reviewed.mfaDevices
  );
}

function unchanged({ address }: DeclaredAccount): Pick<Live, 'address' | 'managedBy' | 'condition'> {
  return { address, managedBy: 'us', condition: 'settled' };
}

function found(
  entry: DeclaredAccount,
  { at, password, accessKeys, signingCertificates, mfaDevices }: RootCredentialsFound,
  result: AuditResultPlace,
): Live<RootCredentialsSpec> {
  const { account } = entry.spec;
  const auditedOn = at.slice(0, 10);
  return {
    ...unchanged(entry),
    spec: { account, password, accessKeys, signingCertificates, mfaDevices, auditedOn, result },
  };
}
