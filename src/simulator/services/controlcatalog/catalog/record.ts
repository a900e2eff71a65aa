/**
 * One control of the catalog, as far as it is known here. The ids, behaviours, severities and implementations are AWS's;
 * names are ours. Sources: aws-samples/aws-control-tower-controls-terraform (a ListControls answer of April 2025),
 * the Control Tower control reference, the Control Catalog API reference.
 */
export type Behavior = 'PREVENTIVE' | 'DETECTIVE' | 'PROACTIVE';
export type Severity = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
export type Guidance = 'mandatory' | 'strongly-recommended' | 'elective' | 'console-only';

/**
 * Where Control Tower enables a mandatory control: on every top-level unit, on every one up to landing zone 3.3, on the Security
 * unit up to 3.3 or from 4.0 on, or wherever the landing zone's backup integration is on.
 */
export type AppliesTo = 'all' | 'all-3' | 'security-3' | 'security-4' | 'backup';

export interface CatalogParameter {
  readonly name: string;
  readonly required: boolean;
}

export interface CatalogControl {
  /** The last part of `arn:aws:controlcatalog:::control/ID`. */
  readonly id: string;
  /** `AWS-GR_...`, `CT.S3.PV.5`, `SH.S3.1`, `CONFIG.IAM.DT.5`: none or several. */
  readonly aliases: readonly string[];
  readonly name: string;
  readonly description: string;
  readonly behavior?: Behavior;
  readonly severity?: Severity;
  /** `AWS::Organizations::Policy::SERVICE_CONTROL_POLICY` and so on. */
  readonly implementation?: string;
  /** The implementing service's own identifier; not unique. */
  readonly identifier?: string;
  readonly guidance: Guidance;
  readonly appliesTo?: AppliesTo;
  /** Undefined: not known, so that any parameter name of the service's model is taken. */
  readonly parameters?: readonly CatalogParameter[];
  readonly scope: 'GLOBAL' | 'REGIONAL';
  /** Where a regional control can be deployed; undefined: wherever Control Tower runs. */
  readonly regions?: readonly string[];
  /** ISO 8601 date. */
  readonly createdAt?: string;
  readonly governedResources?: readonly string[];
}

/** How a control works: the implementation type on the wire, with the behaviour and scope that always go with it. */
export const IMPLEMENTATIONS = {
  scp: { type: 'AWS::Organizations::Policy::SERVICE_CONTROL_POLICY', behavior: 'PREVENTIVE', scope: 'GLOBAL' },
  rcp: { type: 'AWS::Organizations::Policy::RESOURCE_CONTROL_POLICY', behavior: 'PREVENTIVE', scope: 'GLOBAL' },
  declarative: { type: 'AWS::Organizations::Policy::DECLARATIVE_POLICY_EC2', behavior: 'PREVENTIVE', scope: 'GLOBAL' },
  configRule: { type: 'AWS::Config::ConfigRule', behavior: 'DETECTIVE', scope: 'REGIONAL' },
  securityHub: { type: 'AWS::SecurityHub::SecurityControl', behavior: 'DETECTIVE', scope: 'REGIONAL' },
  hook: { type: 'AWS::CloudFormation::Type::HOOK', behavior: 'PROACTIVE', scope: 'REGIONAL' },
} as const;

export type Implementation = keyof typeof IMPLEMENTATIONS;

/** How the control works; undefined for an implementation that is not known here. */
export function implementationOf(control: Pick<CatalogControl, 'implementation'>): Implementation | undefined {
  for (const name of ['scp', 'rcp', 'declarative', 'configRule', 'securityHub', 'hook'] as const) {
    if (IMPLEMENTATIONS[name].type === control.implementation) return name;
  }
  return undefined;
}

const optional = (name: string): CatalogParameter => ({ name, required: false });
const exemptions = [optional('ExemptedPrincipalArns')];

/** What a control can be told, by the word in the tables. */
const PARAMETERS: Readonly<Record<string, readonly CatalogParameter[]>> = {
  '-': [],
  exemptions,
  'resource-exemptions': [...exemptions, optional('ExemptedResourceArns')],
  'root-user': [...exemptions, optional('ExemptAssumeRoot')],
  regions: [{ name: 'AllowedRegions', required: true }, ...exemptions, optional('ExemptedActions')],
};

/**
 * Reads a table of ours, one control a line, cells parted by bars: id, implementation, alias, severity, date of release, the
 * implementing service's identifier, parameters (where a mandatory control applies), name. A dash stands for nothing.
 */
export function table(text: string, guidance: Guidance): readonly CatalogControl[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      const [id = '', kind = '', alias = '-', severity = '', createdAt = '', identifier = '-', more = '-', name = ''] =
        cells;
      const { type, behavior, scope } = IMPLEMENTATIONS[kind as Implementation];
      const mandatory = guidance === 'mandatory';
      return {
        id,
        aliases: alias === '-' ? [] : [alias],
        name,
        description: `${name}.`,
        behavior,
        severity: severity as Severity,
        implementation: type,
        ...(identifier === '-' ? {} : { identifier }),
        guidance,
        ...(mandatory ? { appliesTo: more as AppliesTo } : {}),
        parameters: mandatory ? [] : (PARAMETERS[more] ?? []),
        scope,
        createdAt,
      };
    });
}
