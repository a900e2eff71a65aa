import type { Step } from '../../kind.js';
import type { Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { configPort } from './callers.js';
import { isRunning, laid } from './deployment.js';
import { asked, type Layer, takeAway, untilLaid, whose } from './laying.js';
import { inputOf } from './record.js';
import type { ConfigRuleSpec } from './spec.js';

const RULE: Layer = {
  noun: 'rule',
  deletion: 'config:DeleteOrganizationConfigRule',
  // No source says; a rule over some hundred accounts took minutes.
  takes: [20, 300],
  // AWS goes on by itself, and giving up on it helps nobody.
  patience: 3_600,
  status: (port, name) => port.organizationRuleStatus(name),
  failures: (port, name) => port.organizationRuleFailures(name),
  remove: (port, name) => port.deleteOrganizationRule(name),
};

/** AWS repairs a rule that failed in some accounts when it is put again; one write does all of it. */
export function steps(change: Change<ConfigRuleSpec>): Step<Surroundings>[] {
  switch (change.action) {
    case 'create':
    case 'update':
    case 'adopt':
    case 'repair':
      return [put(change.to)];
    case 'replace':
      return [takeAway(change.from, RULE), put(change.to)];
    case 'remove':
      return [takeAway(change.from, RULE)];
    case 'wait':
      return [waitFor(change.to)];
    default:
      return [];
  }
}

function put(spec: ConfigRuleSpec): Step<Surroundings> {
  return {
    name: 'lay the rule',
    calls: ['config:PutOrganizationConfigRule'],
    takes: RULE.takes,
    patience: RULE.patience,
    async start(context) {
      const port = await configPort(context, spec, 'write');
      await port.putOrganizationRule(inputOf(spec, context.names, context.manifestName));
      return { state: 'running', token: spec.name };
    },
    poll: untilLaid(spec, RULE),
  };
}

/** What somebody (or a run that was cut short) has begun; whether it is then as declared is the next plan's question. */
function waitFor(spec: ConfigRuleSpec): Step<Surroundings> {
  return {
    name: 'wait until AWS Config is done with it',
    calls: [],
    takes: RULE.takes,
    patience: RULE.patience,
    start: async () => ({ state: 'running', token: spec.name }),
    async poll(token, context) {
      const there = await asked(context, spec, RULE);
      const status = await there.status();
      // Taken away meanwhile: that is over, too.
      if (status === undefined) return { state: 'done' };
      if (isRunning(status)) return { state: 'running', token };
      return laid(token, { ...there, status: async () => status }, whose(context, spec));
    },
  };
}
