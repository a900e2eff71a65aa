import type { Address, Lacking, NodeName } from '../model.js';
import { isNew, layings } from './config-recorders.js';
import type { Finding, Guard } from './guard.js';

const NAMED = 12;

export const configRecorderMissing: Guard = {
  code: 'config-recorder-missing',
  title: 'A rule or conformance pack of AWS Config for accounts that record nothing',
  reason:
    'AWS Config lays an organization rule or conformance pack in every account that is not excluded. Where no configuration recorder runs in that Region it fails (`NoAvailableConfigurationRecorderException`), and one such account makes the whole rule or pack fail. Control Tower runs a recorder in enrolled accounts and governed Regions, and none in the management account. Source: [PutOrganizationConfigRule](https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html).',
  allowance:
    'An allowance at the rule or pack lays it all the same: it stays failed in these accounts until they record, and every plan says so.',
  *check(input): Iterable<Finding> {
    for (const { address, region, accounts, unaided } of layings(input)) {
      const without = unaided.flatMap(({ account, found }): Without[] => {
        if (found === undefined) return isNew(input, account) ? [{ account, state: 'new' }] : [];
        return found.state === 'unread' ? [] : [{ account, state: found.state }];
      });
      if (without.length > 0) yield finding(address, region, without, accounts.length);
    }
  },
};

interface Without {
  readonly account: NodeName;
  readonly state: Exclude<Lacking['state'], 'unread'> | 'new';
}

function finding(address: Address, region: string, without: readonly Without[], of: number): Finding {
  const named = without.slice(0, NAMED);
  const told = named.map(
    ({ account, state }) => `${account.replace(/^account:/, '')}${state === 'none' ? '' : ` (${state})`}`,
  );
  const rest = without.length > NAMED ? ` and ${without.length - NAMED} more` : '';
  const written = named.map(({ account }) => account).join(', ');
  const fails = without.every(({ state }) => state === 'stopped') ? 'would find nothing or fail' : 'would fail';
  return {
    address,
    message: `no configuration recorder runs in ${region} in ${without.length} of ${of} accounts, where it ${fails}: ${told.join(', ')}${rest}`,
    hint: `Enrol them or lay a recorder there with a stack baseline, or leave them out: exclude: [${written}${rest === '' ? '' : ', ...'}]`,
  };
}
