import type { Names } from '../../kind.js';
import type { Change } from '../../model.js';
import { canonicalTemplate } from './canonical.js';
import { countOf, shared, without } from './cells.js';
import { rectanglesOf } from './rectangles.js';
import type { Cells, StackBaselineSpec } from './spec.js';
import { filledIn } from './template/filled-in.js';
import { iamChanges } from './template/iam.js';

type Spec = StackBaselineSpec;
type Symbolic = Pick<Names, 'symbolic'> | undefined;

const MOST_RECTANGLES = 4;
const MOST_NAMED = 6;
const MOST_IAM = 30;
/** Fields that the instances have, and not the set. */
const OF_INSTANCES = /^(?:instances|retry|overrides|units)\b/;

/** Instances by account and Region, folded; what the template means for IAM. Pure. */
export function describe(change: Change<Spec>, names?: Symbolic): string[] {
  switch (change.action) {
    case 'create':
      return [...instances({}, change.to), ...settings(change.to), ...iam(undefined, change.to, names)];
    case 'replace':
      return [
        ...line('-', change.from.instances, goneText(change.from)),
        ...line('+', change.to.instances, 'created anew'),
        ...iam(change.from, change.to, names),
      ];
    case 'update': {
      const whole = change.fields.some(({ path }) => !OF_INSTANCES.test(path));
      return [
        ...instances(change.from.instances, change.to, { from: change.from, whole }),
        ...iam(change.from, change.to, names),
      ];
    }
    case 'remove':
      return [`- ${counted(change.from.instances)} ${goneText(change.from)}`];
    case 'wait':
      return ['then what is not as declared by the end of it is done'];
    default:
      return [];
  }
}

function instances(before: Cells, to: Spec, update?: { readonly from: Spec; readonly whole: boolean }): string[] {
  const added = without(to.instances, before);
  const gone = without(before, to.instances);
  const again = shared(without(update?.from.retry ?? {}, to.retry ?? {}), to.instances);
  const kept = shared(before, to.instances);
  const lines = [
    ...line('+', added, 'created'),
    ...(update?.whole ? line('~', kept, 'updated', 1) : line('~', again, 'tried again: not current, or failed')),
    ...(update?.whole && countOf(again) > 0 ? [`of these, ${counted(again)} not current now`] : []),
    ...line('-', gone, goneText(to)),
  ];
  return lines.length > 0 ? lines : update === undefined ? ['no instances: nothing is selected'] : [];
}

function goneText({ retain }: Pick<Spec, 'retain'>): string {
  return retain === true ? 'leave the set; their stacks stay' : 'removed with their stacks';
}

/** `+ 1,230 instances created: 615 accounts x ap-northeast-1, us-east-1`. */
function line(sign: string, cells: Cells, what: string, most = MOST_RECTANGLES): string[] {
  const number = countOf(cells);
  if (number === 0) return [];
  return [`${sign} ${counted(cells)} ${what}: ${placesText(cells, most)}`];
}

/** `615 accounts x ap-northeast-1, us-east-1; and 2 more groups`. */
export function placesText(cells: Cells, most = MOST_RECTANGLES): string {
  const rectangles = rectanglesOf(cells);
  const parts = rectangles.slice(0, most).map(({ accounts, regions }) => `${named(accounts)} x ${listed(regions)}`);
  const rest = rectangles.length - most;
  return `${parts.join('; ')}${rest > 0 ? `; and ${rest} more groups` : ''}`;
}

/** What automatic deployment makes and takes away once accounts have moved: `2 instances created: lab x us-east-1`. */
export function followedText(from: Spec, to: Spec): string {
  const gone = goneText({ retain: to.autoDeploy?.retain === true });
  return [
    ...line('+', without(to.instances, from.instances), 'created'),
    ...line('-', without(from.instances, to.instances), gone),
  ].join(', ');
}

function counted(cells: Cells): string {
  const number = countOf(cells);
  return `${number.toLocaleString('en-US')} instance${number === 1 ? '' : 's'}`;
}

function named(accounts: readonly string[]): string {
  const names = accounts.map((account) => account.replace(/^account:/, ''));
  return names.length <= MOST_NAMED ? names.join(', ') : `${names.length.toLocaleString('en-US')} accounts`;
}

function listed(regions: readonly string[]): string {
  return regions.length <= MOST_NAMED ? regions.join(', ') : `${regions.length} Regions`;
}

function settings({ stackSet, permissions, autoDeploy, executionRole, parameters }: Spec): string[] {
  const how = [
    `StackSet ${stackSet}`,
    executionRole === undefined ? permissions : `${permissions} through ${executionRole}`,
    ...(autoDeploy?.enabled === true ? ['new accounts get it from AWS by themselves'] : []),
  ];
  const values = Object.entries(parameters).map(([name, value]) => `${name}=${textOf(value)}`);
  return [how.join(', '), ...(values.length > 0 ? [`parameters: ${values.join(', ')}`] : [])];
}

function textOf(value: Spec['parameters'][string]): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return 'ssm' in value ? `SSM ${value.ssm}` : `${value.output} of ${value.account} in ${value.region}`;
}

/** A section of its own, so that no reviewer reads over it. */
function iam(from: Spec | undefined, to: Spec, names: Symbolic): string[] {
  // Accounts of the organization are known by their names, whichever way the template writes them.
  const read = ({ template, parameters }: Spec) => filledIn(canonicalTemplate(template, names), parameters);
  const lines = iamChanges(from && read(from), read(to), '${org.id}');
  if (lines.length === 0) return [];
  const rest = lines.length - MOST_IAM;
  return [
    `IAM in every account (${lines.length} change${lines.length === 1 ? '' : 's'}):`,
    ...lines.slice(0, MOST_IAM),
    ...(rest > 0 ? [`and ${rest} more (--format json has the templates)`] : []),
  ];
}
