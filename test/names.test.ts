import { describe, expect, it } from '@jest/globals';
import { NameTable } from '../src/names.js';

function table(): NameTable {
  const names = new NameTable('o-exampleorg1');
  names.set('root', 'r-ex01');
  names.set('unit:Apps/Prod', 'ou-ex01-abcd1234');
  names.set('account:my account', '300000000001');
  names.set('policy:scp/deny', 'p-12345678');
  return names;
}

describe('NameTable', () => {
  it('knows both directions, for places only', () => {
    const names = table();
    expect(names.idOf('policy:scp/deny')).toBe('p-12345678');
    expect(names.nameOf('ou-ex01-abcd1234')).toBe('unit:Apps/Prod');
    expect(names.nameOf('r-ex01')).toBe('root');
    expect(names.nameOf('p-12345678')).toBeUndefined();
    expect(names.tryIdOf('unit:None')).toBeUndefined();
    expect(() => names.idOf('unit:None')).toThrow('unit:None has no AWS id');
  });

  it('writes known ids by name and back', () => {
    const text = 'arn:aws:iam::300000000001:root o-exampleorg1/r-ex01/ou-ex01-abcd1234/*';
    const symbolic = 'arn:aws:iam::${account.my account.id}:root ${org.id}/${root.id}/${unit.Apps/Prod.id}/*';
    expect(table().symbolic(text)).toBe(symbolic);
    expect(table().concrete(symbolic)).toBe(text);
  });

  it('leaves alone what it does not know, and what only looks like an id', () => {
    const text = '999999999999 3000000000011 x300000000001 o-exampleorg12 ou-zz-11111111 ${aws:PrincipalOrgID}';
    expect(table().symbolic(text)).toBe(text);
    expect(table().concrete('${aws:PrincipalTag/x}')).toBe('${aws:PrincipalTag/x}');
  });

  it('refuses to write a name that has no id yet, and measures it all the same', () => {
    expect(() => table().concrete('${account.new.id}')).toThrow('account:new has no AWS id');
    expect(table().measured('${account.new.id} ${unit.New.id} ${org.id}')).toBe(
      '000000000000 ou-0000-00000000 o-exampleorg1',
    );
  });
});
