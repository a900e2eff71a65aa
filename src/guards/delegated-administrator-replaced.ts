import { delegatedService } from '../facts/delegated-services.js';
import type { Json, JsonObject } from '../model.js';
import { type HandOver, handOvers, laidBefore } from './delegated-administrators.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { listing } from './picture.js';

const OF_CONFIG = new Set(['config.amazonaws.com', 'config-multiaccountsetup.amazonaws.com']);

export const delegatedAdministratorReplaced: Guard = {
  code: 'delegated-administrator-replaced',
  title: 'An account would no longer administer a service',
  reason:
    'A delegated administrator that is deregistered loses its rights at once, and what it made for the service does not move to the next one: aggregators of AWS Config stop being filled and cannot be changed any more, organization rules and packs can be changed by nobody else, analyzers of the organization are disabled, pipelines that act from there stop. Landing zones from 4.0 on register the account of their Config integration themselves. Source: [DeregisterDelegatedAdministrator](https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeregisterDelegatedAdministrator.html) and the services’ guides on delegated administration.',
  allowance:
    'An allowance at `delegated-administrator:<service principal>` means that the account is no longer needed for the service, and that what it made is moved or given up. Give it an `until`.',
  *check(input): Iterable<Finding> {
    for (const handOver of handOvers(input)) {
      const { address, service, going, after } = handOver;
      if (going.length === 0) continue;
      const facts = delegatedService(service);
      const title = facts === undefined ? service : `${facts.title} (${service})`;
      const heirs = after.length === 0 ? 'nobody takes over' : `${listing([...after])} would`;
      yield {
        address,
        message: `${listing([...going])} would no longer administer ${title}, ${heirs}${consequences(input, handOver, facts?.loses)}`,
        hint: `Name all of them to keep them, or write an allowance: { code: delegated-administrator-replaced, at: "${address}" }.`,
      };
    }
  },
};

function consequences(input: GuardInput, handOver: HandOver, loses: string | undefined): string {
  const laid = laidBefore(input, handOver);
  return [
    ...(loses === undefined ? [] : [loses]),
    ...(laid.length === 0 ? [] : [`it laid ${listing(laid)}`]),
    ...(isOfLandingZone(input, handOver)
      ? ['the landing zone registered it for its Config integration, and would be in drift']
      : []),
  ]
    .map((text) => `; ${text}`)
    .join('');
}

/** Before 4.0 the account is there, and not registered by Control Tower: then it is not among those that go. */
function isOfLandingZone({ landingZone }: GuardInput, { service, going }: HandOver): boolean {
  if (!OF_CONFIG.has(service) || landingZone?.state !== 'there') return false;
  const account = mapAt(landingZone.settings, 'config')?.['account'];
  return Number.parseInt(landingZone.version, 10) >= 4 && going.some((each) => each === account);
}

function mapAt(value: JsonObject | undefined, key: string): JsonObject | undefined {
  const found: Json | undefined = value?.[key];
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as JsonObject) : undefined;
}
