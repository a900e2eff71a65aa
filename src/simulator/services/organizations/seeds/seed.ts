import { z } from 'zod';
import { TowerctlError } from '../../../../errors.js';
import type { JsonObject, Problem } from '../../../../model.js';
import { PATTERN } from '../names.js';
import { isPolicyType } from '../quotas.js';
import { isRecognized } from '../service-principals.js';
import { semanticProblems } from './check.js';
import { type OrganizationsSeed, type UnitSeed, wireType } from './format.js';

export type { AccountSeed, NodeSeed, OrganizationsSeed, PolicySeed, TargetSeed, UnitSeed } from './format.js';

const text = (most: number) => z.string().min(1).max(most);
const tags = z.record(z.string().min(1).max(128).regex(PATTERN.tagText), z.string().max(256).regex(PATTERN.tagText));
const type = z.string().refine((given) => isPolicyType(wireType(given)), 'is not a policy type');
const target = {
  tags: tags.optional(),
  policies: z.array(z.string()).optional(),
  withoutDefaults: z.boolean().optional(),
};

const account = z.strictObject({
  id: z.string().regex(PATTERN.account, 'is not an account id: 12 digits, in quotes'),
  name: text(50),
  email: z.string().min(6).max(64).regex(PATTERN.email, 'is not an email address'),
  state: z.enum(['PENDING_ACTIVATION', 'ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED']).optional(),
  joinedMethod: z.enum(['CREATED', 'INVITED']).optional(),
  joinedAt: z.iso.datetime({ offset: true }).optional(),
  ...target,
});

const accounts = z.array(account).optional();

const unit: z.ZodType<UnitSeed> = z.strictObject({
  name: text(128),
  id: z.string().regex(PATTERN.unit, 'is not a unit id').optional(),
  accounts,
  units: z.lazy(() => z.array(unit)).optional(),
  ...target,
});

const policy = z.strictObject({
  id: z.string().regex(PATTERN.policy, 'is not a policy id').optional(),
  name: text(128),
  type,
  description: z.string().max(512).optional(),
  content: z.union([
    text(1_000_000),
    z.custom<JsonObject>((given) => typeof given === 'object' && given !== null && !Array.isArray(given)),
  ]),
  tags: tags.optional(),
});

const principal = z.string().refine(isRecognized, 'is not a service principal that Organizations recognizes');

const schema: z.ZodType<OrganizationsSeed> = z.strictObject({
  format: z.literal(1),
  managementAccount: account,
  organization: z
    .strictObject({
      id: z.string().regex(/^o-[a-z0-9]{10,32}$/, 'is not an organization id'),
      rootId: z.string().regex(PATTERN.root, 'is not a root id'),
      featureSet: z.enum(['ALL', 'CONSOLIDATED_BILLING']).optional(),
    })
    .nullable(),
  policyTypes: z.array(type).optional(),
  trustedAccess: z.array(principal).optional(),
  delegatedAdministrators: z
    .array(z.strictObject({ account: account.shape.id, servicePrincipal: principal }))
    .optional(),
  policies: z.array(policy).optional(),
  root: z.strictObject({ accounts, units: z.array(unit).optional(), ...target }).optional(),
});

/**
 * Checks the content of a seed file.
 * @throws TowerctlError (usage) with every problem: `root.units[0].accounts[1].email: ...`.
 */
export function parseSeed(json: unknown): OrganizationsSeed {
  const parsed = schema.safeParse(json);
  const found = parsed.success
    ? semanticProblems(parsed.data)
    : parsed.error.issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`);
  if (parsed.success && found.length === 0) return parsed.data;
  const problems = found.map((message): Problem => ({ code: 'sandbox-seed', severity: 'error', message }));
  throw new TowerctlError('usage', `the seed is not valid: ${found.join('; ')}`, problems);
}

function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the seed';
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
