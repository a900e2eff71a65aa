import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../src/model.js';
import { parseCatalog } from '../../../../src/simulator/index.js';
import {
  CATALOG,
  type CatalogControl,
  implementationOf,
} from '../../../../src/simulator/services/controlcatalog/catalog/index.js';
import { settingsOf, statementOf } from '../../../../src/simulator/services/controltower/controls/statements/index.js';
import { isIamDocument } from '../../../../src/simulator/services/organizations/documents/iam.js';
import { isSettingsDocument } from '../../../../src/simulator/services/organizations/documents/settings.js';
import { topUnit, tower } from '../support.js';
import { statements } from './support.js';

const optional = CATALOG.filter(({ guidance }) => guidance === 'elective' || guidance === 'strongly-recommended');
const named = (control: CatalogControl): [string, CatalogControl] => [control.aliases[0] ?? control.id, control];
const of = (form: string) => optional.filter((control) => implementationOf(control) === form).map(named);
const EVERY = [
  { key: 'AllowedRegions', value: ['us-east-1'] },
  { key: 'ExemptedPrincipalArns', value: ['arn:aws:iam::*:role/x'] },
  { key: 'ExemptedActions', value: ['s3:GetObject'] },
  { key: 'ExemptedResourceArns', value: ['arn:aws:s3:::x/*'] },
  { key: 'ExemptAssumeRoot', value: true },
];

describe('the text of preventive controls', () => {
  test.each([...of('scp'), ...of('rcp')])('%s has one, valid with and without its parameters', (_alias, control) => {
    const { world } = tower().simulator;
    const form = implementationOf(control) === 'scp' ? 'scp' : 'rcp';
    const type = form === 'scp' ? 'SERVICE_CONTROL_POLICY' : 'RESOURCE_CONTROL_POLICY';
    const given = EVERY.filter(({ key }) => control.parameters?.some(({ name }) => name === key));
    const required = given.filter(({ key }) =>
      control.parameters?.some(({ name, required }) => required && name === key),
    );
    for (const parameters of [given, required]) {
      const statement = statementOf(world, control, form, parameters);
      expect(JSON.stringify(statement)).not.toContain('towerctl-sandbox');
      expect(statement['Sid']).toMatch(/^(GR|CT)[A-Z0-9]+$/);
      const document: JsonObject = { Version: '2012-10-17', Statement: [statement] };
      expect([JSON.stringify(document), isIamDocument(JSON.stringify(document), type)]).toEqual([
        JSON.stringify(document),
        true,
      ]);
      // The parameters that were given stand in it.
      for (const { value } of parameters.filter(({ key }) => key !== 'ExemptAssumeRoot')) {
        expect(JSON.stringify(statement)).toContain(String(value));
      }
    }
  });

  test.each(of('declarative'))('%s has settings that are valid', (_alias, control) => {
    const settings = settingsOf(control);
    const text = JSON.stringify({ ec2_attributes: settings });
    expect(settings).toBeDefined();
    expect(isSettingsDocument(text, 'DECLARATIVE_POLICY_EC2')).toBe(true);
  });

  test("a control that only a user's catalog has stands in the policy and denies nothing", async () => {
    const Arn = 'arn:aws:controlcatalog:::control/newpolicyaaaaaaaaaaaaaaaa';
    const Implementation = { Type: 'AWS::Organizations::Policy::SERVICE_CONTROL_POLICY' };
    const catalog = parseCatalog({ Controls: [{ Arn, Name: 'New', Aliases: ['CT.NEW.PV.1'], Implementation }] });
    const on = tower({ catalog });
    const { arn: targetIdentifier, id } = await topUnit(on, 'Sandbox');
    const parameters = [{ key: 'ExemptedPrincipalArns', value: ['arn:aws:iam::*:role/x'] }];
    await on.call('EnableControl', { controlIdentifier: Arn, targetIdentifier, parameters });
    expect((await statements(on, id))['CTNEWPV1']).toMatchObject({
      Action: ['towerctl-sandbox:TextOfThisControlIsNotKnown'],
    });
    const unknown = [{ key: 'Colour', value: ['red'] }];
    const input = {
      controlIdentifier: Arn,
      targetIdentifier: (await topUnit(on, 'Security')).arn,
      parameters: unknown,
    };
    expect(await on.refusal('EnableControl', input)).toMatch(/^ValidationException: .*not supported/);
  });
});
