import type { Address, NodeName } from '../model.js';
import { layings } from './config-recorders.js';
import type { Finding, Guard } from './guard.js';
import { listing } from './picture.js';

export const configRecorderUnread: Guard = {
  code: 'config-recorder-unread',
  title: 'Whether accounts record what a rule or conformance pack needs could not be read',
  reason:
    'Before a rule or pack is laid, accounts are looked into by the role `towerctl-read`, except where Control Tower is known to record. Where that role is not there or is denied nobody knows whether a configuration recorder runs; where none does the rule or pack fails, and then it counts as failed altogether. It is laid all the same. Source: [PutOrganizationConfigRule](https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html).',
  allowance: 'A warning alone needs none.',
  *check(input): Iterable<Finding> {
    const meant = new Set<NodeName>();
    const unread = new Map<NodeName, string>();
    let first: Address | undefined;
    for (const { address, accounts, unaided } of layings(input)) {
      for (const account of accounts) meant.add(account);
      for (const { account, found } of unaided) {
        if (found?.state !== 'unread') continue;
        unread.set(account, found.reason ?? 'refused');
        first ??= address;
      }
    }
    if (first === undefined) return;
    const reasons = [...new Set(unread.values())].sort().join(', ');
    yield {
      address: first,
      severity: 'warning',
      message: `whether AWS Config records is not known in ${unread.size} of ${meant.size} accounts: ${listing([...unread.keys()].sort())} (${reasons})`,
      hint: 'Lay the role towerctl-read there (baseline towerctl-read); where no recorder runs, what is laid fails.',
    };
  },
};
