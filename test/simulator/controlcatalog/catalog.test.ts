import { describe, expect, test } from '@jest/globals';
import { CATALOG, IMPLEMENTATIONS } from '../../../src/simulator/services/controlcatalog/catalog/index.js';
import { regionalName } from '../../../src/simulator/services/controlcatalog/state.js';
import { MANDATORY_CONTROLS } from '../../../src/simulator/services/controltower/mandatory-controls.js';

describe('our own table', () => {
  test('has the controls that matter, each once', () => {
    expect(CATALOG.length).toBeGreaterThanOrEqual(150);
    expect(new Set(CATALOG.map(({ id }) => id)).size).toBe(CATALOG.length);
    const aliases = CATALOG.flatMap((control) => control.aliases);
    expect(new Set(aliases).size).toBe(aliases.length);
    expect(new Set(CATALOG.map(({ name }) => name)).size).toBe(CATALOG.length);
  });

  test('every row is complete and of the forms that the model asks for', () => {
    const types = new Set<string>(Object.values(IMPLEMENTATIONS).map(({ type }) => type));
    const odd = CATALOG.filter(
      ({ id, aliases, implementation = '', severity = '', createdAt = '', identifier, behavior }) =>
        !/^[0-9a-z]{23,25}$/.test(id) ||
        !aliases.every((alias) => /^[a-zA-Z0-9][a-zA-Z0-9_.-]*[a-zA-Z0-9]$/.test(alias)) ||
        !types.has(implementation) ||
        !['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'].includes(severity) ||
        Number.isNaN(Date.parse(createdAt)) ||
        behavior === undefined ||
        (identifier === undefined) !== !/Config|SecurityHub/.test(implementation),
    );
    expect(odd.map(({ id }) => id)).toEqual([]);
  });

  test('mandatory controls are those that Control Tower enables, and no others but of backups', () => {
    const mandatory = CATALOG.filter(({ guidance }) => guidance === 'mandatory');
    const enabled = new Map(MANDATORY_CONTROLS.map(({ controlId, alias }) => [controlId, alias]));
    for (const { id, aliases, appliesTo } of mandatory) {
      if (appliesTo === 'backup') continue;
      expect([id, enabled.get(id)]).toEqual([id, aliases[0]]);
    }
    expect(mandatory.filter(({ appliesTo }) => appliesTo !== 'backup')).toHaveLength(MANDATORY_CONTROLS.length);
  });

  test('only Region deny, root user and exemptions take parameters, and one of them is required', () => {
    const required = CATALOG.filter(({ parameters = [] }) => parameters.some((parameter) => parameter.required));
    expect(required.map(({ aliases }) => aliases[0])).toEqual(['CT.MULTISERVICE.PV.1']);
    const takes = CATALOG.filter(({ parameters = [] }) => parameters.some(({ name }) => name === 'ExemptAssumeRoot'));
    expect(takes.map(({ aliases }) => aliases[0])).toEqual(['AWS-GR_RESTRICT_ROOT_USER']);
    const inAccounts = CATALOG.filter(({ behavior }) => behavior !== 'PREVENTIVE');
    expect(inAccounts.every(({ parameters }) => parameters?.length === 0)).toBe(true);
  });

  test('readable names are the same in each Region, opaque ones are not, and newer controls have none', () => {
    const named = (alias: string) => CATALOG.find(({ aliases }) => aliases.includes(alias));
    const names = (alias: string) =>
      ['us-east-1', 'eu-west-1'].map((region) => {
        const control = named(alias);
        return control && regionalName(control, region);
      });
    expect(names('AWS-GR_RESTRICT_ROOT_USER')).toEqual(['AWS-GR_RESTRICT_ROOT_USER', 'AWS-GR_RESTRICT_ROOT_USER']);
    const [one, other] = names('CT.MULTISERVICE.PV.1');
    expect(one).toMatch(/^[A-Z]{12}$/);
    expect(other).toMatch(/^[A-Z]{12}$/);
    expect(one).not.toBe(other);
    expect(names('CONFIG.IAM.DT.5')).toEqual([undefined, undefined]);
  });
});
