import { type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { pageOf } from '../pages.js';
import { nameOf, namesOf, type Selected, select } from '../select.js';
import { arnOf, cipherText, newest, type ParameterRow, parametersIn } from '../state.js';
import { invalid } from './write.js';

type Input = Readonly<Record<string, unknown>>;

function shapeOf({ row, version, selector }: Selected, decrypted: unknown): Record<string, unknown> {
  const isHidden = row.type === 'SecureString' && decrypted !== true;
  return {
    Name: row.name,
    Type: row.type,
    Value: isHidden ? cipherText(row, version) : version.value,
    Version: version.version,
    ...(selector === undefined ? {} : { Selector: selector }),
    LastModifiedDate: new Date(version.at),
    ARN: arnOf(row),
    DataType: row.dataType,
  };
}

const GetParameter: Operation<World> = (input, { world, caller }) => {
  const name = nameOf(input);
  const found = select(world, caller, name);
  if (!found) throw new ServiceError('ParameterNotFound', `Parameter ${name} not found.`);
  return { Parameter: shapeOf(found, input['WithDecryption']) };
};

const GetParameters: Operation<World> = (input, { world, caller }) => {
  const asked = namesOf(input).map((name) => ({ name, found: selectOrNone(world, caller, name) }));
  return {
    Parameters: asked.flatMap(({ found }) => (found ? [shapeOf(found, input['WithDecryption'])] : [])),
    InvalidParameters: asked.filter(({ found }) => !found).map(({ name }) => name),
  };
};

/** Among several names one whose version is missing is only one more that is invalid. */
function selectOrNone(...asked: Parameters<typeof select>): Selected | undefined {
  try {
    return select(...asked);
  } catch (error) {
    if (error instanceof ServiceError) return undefined;
    throw error;
  }
}

const BY_PATH = 10;

const GetParametersByPath: Operation<World> = (input, { world, caller }) => {
  const path = String(input['Path'] ?? '');
  if (!path.startsWith('/')) throw invalid(`The path "${path}" must begin with a slash.`);
  const rows = parametersIn(world, caller)
    .filter(({ name }) => isBelow(name, path, input['Recursive'] === true))
    .filter(filterOf(input, ['Type']));
  const { items, ...next } = pageOf(world, input, rows, BY_PATH);
  const shapes = items.map((row) => shapeOf({ row, version: newest(row) }, input['WithDecryption']));
  return { Parameters: shapes, ...next };
};

function isBelow(name: string, path: string, recursive: boolean): boolean {
  const above = path.endsWith('/') ? path : `${path}/`;
  return name.startsWith(above) && (recursive || !name.slice(above.length).includes('/'));
}

const DESCRIBED = 50;

const DescribeParameters: Operation<World> = (input, { world, caller }) => {
  if (input['Filters'] !== undefined) throw invalid('Filters is the old form: use ParameterFilters.');
  const rows = parametersIn(world, caller).filter(filterOf(input, ['Name', 'Type', 'Tier', 'Path']));
  const { items, ...next } = pageOf(world, input, rows, DESCRIBED);
  return { Parameters: items.map(metadataOf), ...next };
};

function metadataOf(row: ParameterRow): Record<string, unknown> {
  const { version, at, by, tier, description, allowedPattern, keyId } = newest(row);
  return {
    Name: row.name,
    ARN: arnOf(row),
    Type: row.type,
    ...(keyId === undefined ? {} : { KeyId: keyId }),
    LastModifiedDate: new Date(at),
    LastModifiedUser: by,
    ...(description === undefined ? {} : { Description: description }),
    ...(allowedPattern === undefined ? {} : { AllowedPattern: allowedPattern }),
    Version: version,
    Tier: tier,
    DataType: row.dataType,
  };
}

/** Every filter must hold; of a filter's values one is enough. @throws ServiceError InvalidFilterKey, InvalidFilterOption */
function filterOf(input: Input, known: readonly string[]): (row: ParameterRow) => boolean {
  const raw = input['ParameterFilters'];
  const filters = (Array.isArray(raw) ? raw : []).map((filter: Input) => {
    const key = String(filter['Key'] ?? '');
    if (!known.includes(key)) throw new ServiceError('InvalidFilterKey', `"${key}" is none of ${known.join(', ')}`);
    const values = Array.isArray(filter['Values']) ? filter['Values'].map(String) : [];
    return matcher(key, String(filter['Option'] ?? (key === 'Path' ? 'OneLevel' : 'Equals')), values);
  });
  return (row) => filters.every((holds) => holds(row));
}

function matcher(key: string, option: string, values: readonly string[]): (row: ParameterRow) => boolean {
  const any = (holds: (value: string, row: ParameterRow) => boolean) => (row: ParameterRow) =>
    values.some((value) => holds(value, row));
  const text = (row: ParameterRow): string =>
    key === 'Type' ? row.type : key === 'Tier' ? newest(row).tier : row.name.replace(/^\//, '');
  const plain = (value: string): string => (key === 'Name' ? value.replace(/^\//, '') : value);
  if (key === 'Path' && (option === 'OneLevel' || option === 'Recursive')) {
    return any((value, row) => isBelow(row.name, value, option === 'Recursive'));
  }
  if (key !== 'Path' && option === 'Equals') return any((value, row) => text(row) === plain(value));
  if (key !== 'Path' && option === 'BeginsWith') return any((value, row) => text(row).startsWith(plain(value)));
  if (key === 'Name' && option === 'Contains') return any((value, row) => row.name.includes(value));
  throw new ServiceError('InvalidFilterOption', `The option "${option}" does not go with the filter ${key}.`);
}

export const readOperations = { GetParameter, GetParameters, GetParametersByPath, DescribeParameters };
