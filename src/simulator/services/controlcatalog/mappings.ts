import { type Catalog, globalArn } from './state.js';
import { COMMON_CONTROLS, FRAMEWORK, FRAMEWORK_ITEMS, RELATED } from './taxonomy.js';

type Relation = 'COMPLEMENTARY' | 'ALTERNATIVE' | 'MUTUALLY_EXCLUSIVE';

export interface ControlMapping {
  readonly ControlArn: string;
  readonly MappingType: 'FRAMEWORK' | 'COMMON_CONTROL' | 'RELATED_CONTROL';
  /** A union: exactly one member is there. */
  readonly Mapping: {
    readonly Framework?: { readonly Name: string; readonly Item: string };
    readonly CommonControl?: { readonly CommonControlArn: string };
    readonly RelatedControl?: { readonly ControlArn: string; readonly RelationType: Relation };
  };
}

/** Every mapping of the controls that this catalog has. A relation holds in both directions. */
export function mappingsOf(catalog: Catalog): readonly ControlMapping[] {
  const arnOf = (alias: string): string | undefined => {
    const control = catalog.byAlias(alias);
    return control && globalArn(control);
  };
  return [...frameworks(arnOf), ...commonControls(arnOf), ...relations(arnOf)];
}

type ArnOf = (alias: string) => string | undefined;

function* frameworks(arnOf: ArnOf): Iterable<ControlMapping> {
  for (const [item, alias] of FRAMEWORK_ITEMS) {
    const ControlArn = arnOf(alias);
    if (ControlArn === undefined) continue;
    yield { ControlArn, MappingType: 'FRAMEWORK', Mapping: { Framework: { Name: FRAMEWORK, Item: item } } };
  }
}

function* commonControls(arnOf: ArnOf): Iterable<ControlMapping> {
  for (const { id, controls } of COMMON_CONTROLS) {
    const CommonControlArn = `arn:aws:controlcatalog:::common-control/${id}`;
    for (const alias of controls) {
      const ControlArn = arnOf(alias);
      if (ControlArn === undefined) continue;
      yield { ControlArn, MappingType: 'COMMON_CONTROL', Mapping: { CommonControl: { CommonControlArn } } };
    }
  }
}

function* relations(arnOf: ArnOf): Iterable<ControlMapping> {
  for (const [one, other, RelationType] of RELATED) {
    const [from, to] = [arnOf(one), arnOf(other)];
    if (from === undefined || to === undefined) continue;
    for (const [ControlArn, related] of [[from, to] as const, [to, from] as const]) {
      const RelatedControl = { ControlArn: related, RelationType };
      yield { ControlArn, MappingType: 'RELATED_CONTROL', Mapping: { RelatedControl } };
    }
  }
}
