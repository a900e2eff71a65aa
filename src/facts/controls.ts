import { ROWS, type Row } from './control-table.js';

/** How a control works, and so where it reaches: what is preventive is inherited downwards, the rest is not. */
export type Behavior = 'preventive' | 'detective' | 'proactive';
export type Implementation = 'scp' | 'rcp' | 'declarative-ec2' | 'config' | 'security-hub' | 'hook';

export interface ControlFacts {
  readonly behavior?: Behavior;
  readonly implementation?: Implementation;
  /** Control Tower enables and disables it by itself; EnableControl and DisableControl refuse it. */
  readonly mandatory: boolean;
}

const byName = new Map<string, Row>(ROWS.flatMap((row) => [[row[0], row] as const, [row[1], row] as const]));
byName.delete('');

const BEHAVIOR_OF: Readonly<Record<string, Behavior>> = {
  scp: 'preventive',
  rcp: 'preventive',
  'declarative-ec2': 'preventive',
  config: 'detective',
};

/** The one control whose alias says proactive although a service control policy stands behind it. */
const SCP_DESPITE_ITS_NAME = 'CT.CLOUDFORMATION.PR.1';

/** What is known of a control without asking AWS, by its alias or the id that the catalog gives it. */
export function controlFacts(control: string): ControlFacts {
  const row = byName.get(control);
  if (row) {
    const behavior = BEHAVIOR_OF[row[2]];
    return {
      ...(behavior && { behavior }),
      implementation: row[2] as Implementation,
      mandatory: row[3] === 'mandatory',
    };
  }
  if (control === SCP_DESPITE_ITS_NAME) return { behavior: 'preventive', implementation: 'scp', mandatory: false };
  if (control.startsWith('SH.')) return { behavior: 'detective', implementation: 'security-hub', mandatory: false };
  if (control.startsWith('CONFIG.')) return { behavior: 'detective', implementation: 'config', mandatory: false };
  const kind = /\.(PV|PR|DT)\.\d+$/.exec(control)?.[1];
  if (kind === 'PV') return { behavior: 'preventive', mandatory: false };
  if (kind === 'PR') return { behavior: 'proactive', implementation: 'hook', mandatory: false };
  if (kind === 'DT') return { behavior: 'detective', mandatory: false };
  return { mandatory: false };
}

/** The alias of a catalog id, where it is known here. */
export function aliasOf(id: string): string | undefined {
  return byName.get(id)?.[0] || undefined;
}

/** The catalog id of an alias, where it is known here. */
export function catalogIdOf(alias: string): string | undefined {
  return byName.get(alias)?.[1] || undefined;
}

/** Control Tower's API cannot reset what a service control policy implements. */
export function acceptsReset(control: string): boolean {
  return controlFacts(control).implementation !== 'scp';
}

/** False where it is known that a control has no parameters: rules, hooks and declarative policies take none. */
export function mayTakeParameters(control: string): boolean {
  const { implementation } = controlFacts(control);
  return implementation === undefined || implementation === 'scp' || implementation === 'rcp';
}

/** Without these EnableControl answers "Parameter ... is required". Source: AWS Control Tower controls reference. */
export function requiredParameters(control: string): readonly string[] {
  return control === 'CT.MULTISERVICE.PV.1' ? ['AllowedRegions'] : [];
}

/** Every alias known here, for suggestions. */
export const KNOWN_ALIASES: readonly string[] = ROWS.flatMap(([alias]) => (alias === '' ? [] : [alias]));
