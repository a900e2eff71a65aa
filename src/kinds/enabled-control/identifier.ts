import { aliasOf } from '../../facts/controls.js';

const CATALOG_ARN = /^arn:aws[a-z-]*:controlcatalog:[a-z0-9-]*::control\/([0-9a-z]+)$/;
/** Old guardrails by their readable name; newer ones by eleven or twelve letters that differ in every Region. */
const REGIONAL_ARN = /^arn:aws[a-z-]*:controltower:[a-z0-9-]*::control\/([0-9A-Za-z_-]+)$/;
/** A dot cannot stand in either ARN, so nobody takes an alias in one for an identifier. */
const ALIAS = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,254}[A-Za-z0-9])?$/;

export const OLD_GUARDRAIL = 'AWS-GR_';

export function isControlIdentifier(text: string): boolean {
  return text.startsWith('arn:') ? CATALOG_ARN.test(text) || REGIONAL_ARN.test(text) : ALIAS.test(text);
}

/**
 * The one name of a control whichever way it is written: its alias where that is known without asking AWS, else what
 * stands at the end of the ARN.
 */
export function controlOf(identifier: string): string {
  const id = (CATALOG_ARN.exec(identifier) ?? REGIONAL_ARN.exec(identifier))?.[1] ?? identifier;
  return aliasOf(id) ?? id;
}

/** Lower-case letters and digits only, and long: how the catalog names a control. An alias is never that. */
export function isCatalogId(control: string): boolean {
  return /^[0-9a-z]{20,30}$/.test(control);
}

/** Eleven or twelve capital letters: how Control Tower names a newer control in one Region. */
export function isRegionalName(control: string): boolean {
  return /^[A-Z]{10,16}$/.test(control);
}

/** `arn:aws:controlcatalog:::control/...`: the same in every Region, and what AWS recommends. */
export function catalogArn(partition: string, id: string): string {
  return `arn:${partition}:controlcatalog:::control/${id}`;
}

/** `arn:aws:controltower:ap-northeast-1::control/AWS-GR_...`: in the home Region. */
export function regionalArn(partition: string, region: string, name: string): string {
  return `arn:${partition}:controltower:${region}::control/${name}`;
}
