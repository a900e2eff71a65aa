import { ALL_REGIONS } from '../../account/state.js';
import { accountIds, type Input, texts, wrongValue } from '../errors.js';
import type { AggregatorSource } from '../state.js';

/** What an aggregator gathers from. @throws ServiceError ValidationException, InvalidParameterValueException */
export function sourceOf(input: Input): AggregatorSource {
  const organization = input['OrganizationAggregationSource'] as Input | undefined;
  const list = input['AccountAggregationSources'];
  const sources = Array.isArray(list) ? (list as Input[]) : [];
  const [accounts] = sources;
  if (sources.length > 1) throw wrongValue('AccountAggregationSources takes one source.');
  if ((organization === undefined) === (accounts === undefined)) {
    throw wrongValue('Specify either OrganizationAggregationSource or AccountAggregationSources, not both.');
  }
  if (organization) return { roleArn: String(organization['RoleArn'] ?? ''), ...regionsOf(organization) };
  const from = accounts ?? {};
  return { accountIds: accountIds(from, 'AccountIds', 10_000), ...regionsOf(from) };
}

function regionsOf(source: Input): { regions?: string[] } {
  const regions = texts(source, 'AwsRegions', ALL_REGIONS.length);
  const isAll = source['AllAwsRegions'] === true;
  if (isAll === regions.length > 0) throw wrongValue('Specify either AwsRegions or AllAwsRegions, not both.');
  const unknown = regions.filter((region) => !ALL_REGIONS.includes(region));
  if (unknown.length > 0) throw wrongValue(`There is no Region ${unknown.join(', ')}.`);
  return isAll ? {} : { regions };
}
