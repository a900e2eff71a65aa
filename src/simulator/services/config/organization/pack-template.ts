import { ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { parseTemplate, type Template } from '../../cloudformation/for-stack-sets.js';
import { objectAt } from '../../s3/for-services.js';
import { type Input, invalid, optionalText, wrongValue } from '../errors.js';

/** What a conformance pack is made of. */

const TAKEN = ['AWS::Config::ConfigRule', 'AWS::Config::RemediationConfiguration'];
const MOST_RULES = 130;
const MOST_BYTES = 51_200;

const refused = (message: string): ServiceError =>
  new ServiceError('OrganizationConformancePackTemplateValidationException', message);

export interface PackTemplate {
  /** Logical names of its rules. */
  readonly rules: readonly string[];
  readonly parameters: Template['parameters'];
}

/** S3 wins where both are given. @throws ServiceError ValidationException, OrganizationConformancePackTemplateValidationException */
export function templateOf(world: World, input: Input): PackTemplate {
  const body = bodyOf(world, input);
  if (Buffer.byteLength(body) > MOST_BYTES) {
    throw refused(`The template has ${Buffer.byteLength(body)} bytes: ${MOST_BYTES} are the most.`);
  }
  const { resources, parameters } = read(body);
  const others = [...resources].filter(([, { type }]) => !TAKEN.includes(type));
  if (others.length > 0) {
    const named = others.map(([name, { type }]) => `${name} (${type})`).join(', ');
    throw refused(`A conformance pack takes only ${TAKEN.join(' and ')}: ${named}.`);
  }
  const rules = [...resources].flatMap(([name, { type }]) => (type === TAKEN[0] ? [name] : []));
  if (rules.length > MOST_RULES) throw refused(`The template has ${rules.length} rules: ${MOST_RULES} are the most.`);
  return { rules, parameters };
}

function bodyOf(world: World, input: Input): string {
  const uri = optionalText(input, 'TemplateS3Uri', { max: 1_024, pattern: /^s3:\/\/./ });
  if (uri !== undefined) {
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    const found = objectAt(world, bucket, key);
    if (found === undefined) throw refused(`There is no template at ${uri}.`);
    return found;
  }
  const body = optionalText(input, 'TemplateBody', { max: MOST_BYTES });
  if (body === undefined) throw invalid('1 validation error detected: TemplateBody or TemplateS3Uri is required.');
  return body;
}

function read(body: string): Template {
  try {
    return parseTemplate(body);
  } catch (error) {
    if (error instanceof ServiceError && error.status < 500) throw refused(error.message);
    throw error;
  }
}

export interface PackParameter {
  readonly ParameterName: string;
  readonly ParameterValue: string;
}

/** @throws ServiceError ValidationException, InvalidParameterValueException */
export function parametersOf(input: Input, { parameters }: PackTemplate): PackParameter[] {
  const list = input['ConformancePackInputParameters'];
  const given = (Array.isArray(list) ? list : []).map((each: Input) => ({
    ParameterName: String(each['ParameterName'] ?? ''),
    ParameterValue: String(each['ParameterValue'] ?? ''),
  }));
  if (given.length > 60) throw invalid(`There are ${given.length} input parameters: 60 are the most.`);
  const tooLong = given.find(
    ({ ParameterName, ParameterValue }) => ParameterName.length > 255 || ParameterValue.length > 4_096,
  );
  if (tooLong) throw invalid(`The parameter ${tooLong.ParameterName} is too long.`);
  const unknown = given.filter(({ ParameterName }) => !parameters.has(ParameterName));
  if (unknown.length > 0) {
    const names = unknown.map(({ ParameterName }) => ParameterName).join(', ');
    throw wrongValue(`The template does not declare the parameters ${names}.`);
  }
  const names = new Set(given.map(({ ParameterName }) => ParameterName));
  const missing = [...parameters].flatMap(([name, declared]) =>
    declared.default === undefined && !names.has(name) ? [name] : [],
  );
  if (missing.length > 0) throw wrongValue(`Parameters [${missing.join(', ')}] must have values.`);
  return given;
}
