import { z } from 'zod';
import { TowerctlError } from '../errors.js';

const at = z.iso.datetime();

const accessKey = z.strictObject({
  id: z.string().regex(/^….{1,4}$/u),
  active: z.boolean(),
  lastUsed: z.iso.date().exactOptional(),
});

const finding = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('clean'), at }),
  z.strictObject({
    state: z.literal('credentials'),
    at,
    password: z.boolean(),
    accessKeys: z.array(accessKey),
    signingCertificates: z.int().min(0),
    mfaDevices: z.int().min(0),
  }),
  z.strictObject({ state: z.literal('blocked'), at, reason: z.string() }),
  z.strictObject({ state: z.literal('unknown'), at, reason: z.string() }),
]);

const auditResult = z.strictObject({
  format: z.literal(1),
  organizationId: z.string(),
  at,
  accounts: z.record(z.string().regex(/^\d{12}$/), finding),
});

/**
 * What the audit knows of one account's root user. `clean`: nothing to sign in with (an MFA device alone is none);
 * `blocked`: it could be entered, and a service control policy forbade to look; `unknown`: it could not be entered.
 */
export type RootFinding = z.infer<typeof finding>;
export type RootCredentialsFound = Extract<RootFinding, { state: 'credentials' }>;

/** The dated result of the audit, by account id. It holds no secret, and of a key's id the end alone. */
export type RootAuditResult = z.infer<typeof auditResult>;

/** @throws TowerctlError `failed` for what is no such result, with what is wrong. */
export function parseResult(text: string, where: string): RootAuditResult {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw noResult(where, 'it is not JSON', error);
  }
  const parsed = auditResult.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw noResult(where, `${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'is invalid'}`, parsed.error);
}

function noResult(where: string, why: string, cause: unknown): TowerctlError {
  const message = `${where} is not a result of the root audit: ${why}; if it is something else, name another key in rootAccess.audit, else remove it and run \`towerctl root audit\``;
  return new TowerctlError('failed', message, [], { cause });
}

/** Accounts in the order of their ids, so that two results can be compared line by line. */
export function resultText(result: RootAuditResult): string {
  const accounts = Object.fromEntries(Object.entries(result.accounts).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ ...result, accounts }, undefined, 1)}\n`;
}

/**
 * What was found takes the place of what was known of the same accounts; what is known of another organization, or is
 * no result at all, is not gone on with.
 */
export function withFindings(
  known: RootAuditResult | undefined,
  organizationId: string,
  findings: Readonly<Record<string, RootFinding>>,
  now: number,
): RootAuditResult {
  const kept = known?.organizationId === organizationId ? known.accounts : {};
  return { format: 1, organizationId, at: new Date(now).toISOString(), accounts: { ...kept, ...findings } };
}
