import { type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { nameOf, namesOf } from '../select.js';
import {
  keyOf,
  newest,
  type ParameterRow,
  type ParameterType,
  type ParameterVersion,
  parameterOf,
  parametersIn,
  ssmState,
} from '../state.js';

type Input = Readonly<Record<string, unknown>>;

const BYTES = { Standard: 4_096, Advanced: 8_192 } as const;
const NAME_LENGTH = 1_011;
const LEVELS = 15;
const VERSIONS = 100;
const STANDARD_PARAMETERS = 10_000;
const TYPES: readonly ParameterType[] = ['String', 'StringList', 'SecureString'];

export const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message);

const PutParameter: Operation<World> = (input, { world, caller, clock }) => {
  const name = nameOf(input);
  checkName(name);
  const there = parameterOf(world, caller, name);
  const type = typeOf(input, there);
  if (there && input['Overwrite'] !== true) {
    throw new ServiceError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  if (input['Overwrite'] === true && Array.isArray(input['Tags']) && input['Tags'].length > 0) {
    throw invalid('Invalid request: tags and overwrite can not be used together.');
  }
  const version = nextVersion(input, type, there, clock.now(), caller.arn);
  if (!there && version.tier === 'Standard') checkCount(parametersIn(world, caller));
  const { accountId, region } = caller;
  const dataType = String(input['DataType'] ?? there?.dataType ?? 'text');
  const versions = [...(there?.versions ?? []), version].slice(-VERSIONS);
  ssmState(world).parameters[keyOf(caller, name)] = { name, accountId, region, type, dataType, versions };
  return { Version: version.version, Tier: version.tier };
};

function checkName(name: string): void {
  if (!/^[\w.\-/]+$/.test(name) || name.length > NAME_LENGTH) {
    throw invalid(`Parameter name: can't be longer than ${NAME_LENGTH} characters or hold others than a-zA-Z0-9_.-/`);
  }
  if (/^\/?(aws|ssm)/i.test(name)) throw invalid('Parameter name: can\'t be prefixed with "aws" or "ssm".');
  if (name.includes('/') && !name.startsWith('/')) {
    throw invalid('Parameter name must be a fully qualified name: one with a slash in it begins with a slash.');
  }
  if (name.split('/').length - 1 > LEVELS) {
    throw new ServiceError('HierarchyLevelLimitExceededException', `A hierarchy has at most ${LEVELS} levels.`);
  }
}

function typeOf(input: Input, there: ParameterRow | undefined): ParameterType {
  const asked = input['Type'];
  const type = TYPES.find((each) => each === (asked ?? there?.type));
  if (asked === undefined && !there) throw invalid('A parameter type is required when you create a parameter.');
  if (type === undefined) throw invalid(`Type "${String(asked)}" is none of ${TYPES.join(', ')}.`);
  if (there && there.type !== type) {
    throw new ServiceError('HierarchyTypeMismatchException', "The type of a parameter that exists can't be changed.");
  }
  return type;
}

function nextVersion(
  input: Input,
  type: ParameterType,
  there: ParameterRow | undefined,
  at: number,
  by: string,
): ParameterVersion {
  const value = String(input['Value'] ?? '');
  if (value === '') throw invalid('Value must have at least one character.');
  const before = there && newest(there);
  const pattern = optional(input, 'AllowedPattern') ?? before?.allowedPattern;
  if (pattern !== undefined && !matches(pattern, value)) {
    throw new ServiceError(
      'ParameterPatternMismatchException',
      `Parameter value does not match the allowed pattern ${pattern}.`,
    );
  }
  const description = optional(input, 'Description') ?? before?.description;
  return {
    version: (before?.version ?? 0) + 1,
    value,
    at,
    by,
    tier: tierOf(input, value, before?.tier),
    ...(description === undefined ? {} : { description }),
    ...(pattern === undefined ? {} : { allowedPattern: pattern }),
    ...(type === 'SecureString' ? { keyId: optional(input, 'KeyId') ?? before?.keyId ?? 'alias/aws/ssm' } : {}),
  };
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern).test(value);
  } catch {
    throw new ServiceError(
      'InvalidAllowedPatternException',
      'The request does not meet the regular expression syntax.',
    );
  }
}

function tierOf(input: Input, value: string, before: ParameterVersion['tier'] | undefined): ParameterVersion['tier'] {
  const asked = input['Tier'] ?? before ?? 'Standard';
  const size = Buffer.byteLength(value);
  if (asked === 'Standard' && before === 'Advanced') {
    throw invalid("This parameter uses the advanced-parameter tier. You can't downgrade it to the standard tier.");
  }
  const fits = before === 'Advanced' || size > BYTES.Standard ? 'Advanced' : 'Standard';
  const tier = asked === 'Intelligent-Tiering' ? fits : asked;
  if (tier !== 'Standard' && tier !== 'Advanced') throw invalid(`Tier "${String(asked)}" is not known.`);
  if (size > BYTES[tier])
    throw invalid(`${tier} tier parameters support a maximum parameter value of ${BYTES[tier]} bytes.`);
  return tier;
}

function checkCount(rows: readonly ParameterRow[]): void {
  if (rows.filter((row) => newest(row).tier === 'Standard').length < STANDARD_PARAMETERS) return;
  throw new ServiceError('ParameterLimitExceeded', `There are ${STANDARD_PARAMETERS} standard parameters already.`);
}

function optional(input: Input, name: string): string | undefined {
  return input[name] === undefined ? undefined : String(input[name]);
}

const DeleteParameter: Operation<World> = (input, { world, caller }) => {
  const name = nameOf(input);
  if (!parameterOf(world, caller, name)) throw new ServiceError('ParameterNotFound', `Parameter ${name} not found.`);
  delete ssmState(world).parameters[keyOf(caller, name)];
  return {};
};

const DeleteParameters: Operation<World> = (input, { world, caller }) => {
  const names = namesOf(input);
  const found = names.filter((name) => parameterOf(world, caller, name) !== undefined);
  for (const name of found) delete ssmState(world).parameters[keyOf(caller, name)];
  return { DeletedParameters: found, InvalidParameters: names.filter((name) => !found.includes(name)) };
};

export const writeOperations = { PutParameter, DeleteParameter, DeleteParameters };
