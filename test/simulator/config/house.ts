import { ConfigService } from '@aws-sdk/client-config-service';
import type { SimulatorOptions } from '../../../src/simulator/index.js';
import { type House, house } from '../account-roles.js';
import { clientOf } from '../client.js';

export const HOME = 'ap-northeast-1';
/** Governed by the default landing zone, beside its home. */
export const SECOND = 'us-east-1';
/** Nobody records here. */
export const UNGOVERNED = 'eu-west-1';
export const MULTI_ACCOUNT = 'config-multiaccountsetup.amazonaws.com';
export const AGGREGATION = 'config.amazonaws.com';

export interface ConfigHouse extends House {
  /** As the management account. */
  readonly config: ConfigService;
  in(region: string): ConfigService;
  /** As a role of a member. */
  inside(account: string, region?: string): Promise<ConfigService>;
}

/** The default organization, asked through AWS Config's own client. */
export function configHouse(options: SimulatorOptions = {}): ConfigHouse {
  const made = house(options);
  const at = (region: string): ConfigService => new ConfigService(clientOf(made.simulator, region));
  return {
    ...made,
    config: at(HOME),
    in: at,
    inside: async (account, region = HOME) =>
      new ConfigService(clientOf(made.simulator, region, await made.enter(account))),
  };
}

export const MANAGED = { RuleIdentifier: 'S3_BUCKET_SSL_REQUESTS_ONLY' };

/** Of every account that is listed: `ACCOUNT STATUS [CODE]`. */
export async function ruleAccounts(config: ConfigService, name: string): Promise<string[]> {
  const lines: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await config.getOrganizationConfigRuleDetailedStatus({
      OrganizationConfigRuleName: name,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    for (const each of page.OrganizationConfigRuleDetailedStatus ?? []) {
      lines.push([each.AccountId, each.MemberAccountRuleStatus, each.ErrorCode].filter(Boolean).join(' '));
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return lines;
}

export async function ruleStatus(config: ConfigService, name: string): Promise<string | undefined> {
  const { OrganizationConfigRuleStatuses: found } = await config.describeOrganizationConfigRuleStatuses({
    OrganizationConfigRuleNames: [name],
  });
  return found?.[0]?.OrganizationRuleStatus;
}
