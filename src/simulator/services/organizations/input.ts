import { invalidInput } from './faults.js';
import { PATTERN } from './names.js';
import { isPolicyType } from './quotas.js';

interface TextRules {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** The enum value of InvalidInputExceptionReason for a pattern that does not match. */
  readonly patternReason?: string;
}

/**
 * The checks that AWS makes of a request's members before it looks at anything else. The wire has been held against
 * the SDK's schema already, so types are right; presence, lengths, patterns and enums are checked here.
 */
export class Input {
  readonly #raw: Readonly<Record<string, unknown>>;

  constructor(raw: Readonly<Record<string, unknown>>) {
    this.#raw = raw;
  }

  raw(member: string): unknown {
    return this.#raw[member];
  }

  text(member: string, rules: TextRules = {}): string {
    const value = this.optional(member, rules);
    if (value === undefined) throw required(member);
    return value;
  }

  optional(member: string, rules: TextRules = {}): string | undefined {
    const value = this.#raw[member];
    if (value === undefined || value === null) return undefined;
    return checkText(member, String(value), rules);
  }

  account(member = 'AccountId'): string {
    return this.text(member, { pattern: PATTERN.account });
  }

  policyId(): string {
    return this.text('PolicyId', { pattern: PATTERN.policy, patternReason: 'INVALID_SYNTAX_POLICY_ID' });
  }

  target(member = 'TargetId'): string {
    return this.text(member, { pattern: PATTERN.target, patternReason: 'INVALID_PATTERN_TARGET_ID' });
  }

  unit(): string {
    return this.text('OrganizationalUnitId', { pattern: PATTERN.unit });
  }

  parent(member = 'ParentId'): string {
    return this.text(member, { max: 100, pattern: PATTERN.parent });
  }

  principal(): string {
    return this.text('ServicePrincipal', { min: 1, max: 128, pattern: PATTERN.servicePrincipal });
  }

  policyType(member: string): string {
    const type = this.text(member);
    if (!isPolicyType(type)) throw invalidInput('INVALID_ENUM_POLICY_TYPE', 'You specified an invalid policy type.');
    return type;
  }

  choice<T extends string>(member: string, choices: readonly T[]): T | undefined {
    const value = this.optional(member);
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value);
    if (!found) throw invalidInput('INVALID_ENUM', `You specified an invalid value for ${member}.`);
    return found;
  }

  integer(member: string, min: number, max: number): number | undefined {
    const value = this.#raw[member];
    if (value === undefined || value === null) return undefined;
    const number = Number(value);
    if (number < min) throw invalidInput('MIN_VALUE_EXCEEDED', `You specified a value for ${member} below ${min}.`);
    if (number > max) throw invalidInput('MAX_VALUE_EXCEEDED', `You specified a value for ${member} above ${max}.`);
    return number;
  }

  /** Tags of a request: key 1 to 128 characters, value up to 256, no `aws:` keys, no key twice. */
  tags(member = 'Tags'): Readonly<Record<string, string>> {
    const raw = this.#raw[member];
    const tags = new Map<string, string>();
    for (const tag of Array.isArray(raw) ? raw : []) {
      const row: Record<string, unknown> = Object(tag);
      const each = new Input({ Key: row['Key'], Value: row['Value'] });
      const key = each.text('Key', { min: 1, max: 128, pattern: PATTERN.tagText });
      const value = each.text('Value', { max: 256, pattern: PATTERN.tagText });
      refuseSystemTag(key);
      if (tags.has(key))
        throw invalidInput('DUPLICATE_TAG_KEY', 'Tag keys must be unique among the tags of a request.');
      tags.set(key, value);
    }
    return Object.fromEntries(tags);
  }
}

export function required(member: string): Error {
  return invalidInput('INPUT_REQUIRED', `You must include a value for the required parameter ${member}.`);
}

export function refuseSystemTag(key: string): void {
  if (key.toLowerCase().startsWith('aws:')) {
    throw invalidInput('INVALID_SYSTEM_TAGS_PARAMETER', 'You specified a tag key that is a system tag.');
  }
}

function checkText(member: string, value: string, rules: TextRules): string {
  const length = [...value].length;
  if (rules.min !== undefined && length < rules.min) {
    throw invalidInput('MIN_LENGTH_EXCEEDED', `You specified a value for ${member} that is too short.`);
  }
  if (rules.max !== undefined && length > rules.max) {
    throw invalidInput('MAX_LENGTH_EXCEEDED', `You specified a value for ${member} that is too long.`);
  }
  if (rules.pattern && !rules.pattern.test(value)) {
    throw invalidInput(
      rules.patternReason ?? 'INVALID_PATTERN',
      `You specified a value for ${member} that does not match the required pattern.`,
    );
  }
  return value;
}
