import type { PolicyStatement } from './document.js';
import { type Places, rolesIn } from './places.js';
import { statement } from './statements.js';

/** Roles that are handed to a service: to that one alone, and where it is known which, those alone. */
export function passing(places: Places): PolicyStatement[] {
  const { cloudformation = ['*'], config = ['*'] } = places.options.handedOver ?? {};
  const to = (sid: string, service: string, names: readonly string[]): PolicyStatement[] =>
    names.length === 0
      ? []
      : [
          statement('Allow', sid, ['iam:PassRole'], rolesIn(places, names), {
            StringEquals: { 'iam:PassedToService': service },
          }),
        ];
  return [
    ...to('PassToCloudFormation', 'cloudformation.amazonaws.com', cloudformation),
    ...to('PassToConfig', 'config.amazonaws.com', config),
  ];
}
