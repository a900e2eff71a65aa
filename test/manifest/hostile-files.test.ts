import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { complaints, folderWith, HEAD, linesOf, loadFrom, removeFolders } from './support.js';

afterAll(removeFolders);

const whole = (content: string | Buffer): Promise<string[]> =>
  linesOf(loadFrom(folderWith({ 'manifest.yaml': content })));

describe('encodings', () => {
  test('a NUL byte', async () => {
    expect(await whole(`${HEAD}policies:\0 {}`)).toEqual([
      'manifest.yaml:4:10 manifest-encoding holds a NUL byte: it is not a text file, or not UTF-8; save the file as UTF-8',
    ]);
  });

  test('UTF-16 of both kinds', async () => {
    const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(HEAD, 'utf16le')]);
    const line = 'manifest.yaml:1:1 manifest-encoding is UTF-16, not UTF-8; save the file as UTF-8';
    expect(await whole(little)).toEqual([line]);
    expect(await whole(Buffer.from(little).swap16())).toEqual([line]);
  });

  test('a byte that is not UTF-8, after characters that look like the replacement', async () => {
    const content = Buffer.concat([Buffer.from(`${HEAD}# \ufffd ok\n# `), Buffer.from([0xe9]), Buffer.from('t\n')]);
    expect(await whole(content)).toEqual([
      'manifest.yaml:5:3 manifest-encoding holds a byte that is not UTF-8; save the file as UTF-8',
    ]);
  });

  test('a byte order mark of UTF-8 does no harm', async () => {
    expect(await whole(`\ufeff${HEAD}`)).toEqual([]);
  });
});

describe('files outside the folder', () => {
  test.each([
    ['../secret.yaml', 'lies outside the folder of the manifest'],
    ['a/../../secret.yaml', 'lies outside the folder of the manifest'],
    ['/etc/passwd.yaml', 'is an absolute path'],
    ['C:/secret.yaml', 'is an absolute path'],
    ['a\\secret.yaml', 'holds a character that a path must not have'],
    ['../*.yaml', 'lies outside the folder of the manifest'],
  ])('%s', async (path, why) => {
    expect(await complaints(`include: ['${path}']\n`)).toEqual([
      expect.stringContaining(
        `manifest.yaml:4:11 manifest-file the file ${JSON.stringify(path)} ${why}; name a file inside`,
      ),
    ]);
  });

  test('a symbolic link that leads out, of a file and of a folder', async () => {
    const outside = folderWith({ 'secret.yaml': 'accounts: {}\n' });
    const folder = folderWith({ 'manifest.yaml': `${HEAD}include: [link.yaml, sub/*.yaml, sub/secret.yaml]\n` });
    symlinkSync(join(outside, 'secret.yaml'), join(folder, 'link.yaml'));
    symlinkSync(outside, join(folder, 'sub'));
    const lines = await linesOf(loadFrom(folder));
    expect(lines).toEqual([
      'manifest.yaml:4:11 manifest-file "link.yaml" is a symbolic link that leads out of the folder; copy what is needed into the folder of the manifest',
      'manifest.yaml:4:22 manifest-file "sub" is a symbolic link that leads out of the folder; copy what is needed into the folder of the manifest',
      'manifest.yaml:4:34 manifest-file "sub/secret.yaml" is a symbolic link that leads out of the folder; copy what is needed into the folder of the manifest',
    ]);
    expect(lines.join()).not.toContain(outside);
  });

  test('a link that stays inside is fine; one to itself is not', async () => {
    const folder = folderWith({
      'manifest.yaml': `${HEAD}include: [link.yaml]\n`,
      'real.yaml': 'policyTypes: { scp: on }\n',
    });
    symlinkSync('real.yaml', join(folder, 'link.yaml'));
    expect((await loadFrom(folder)).unmanaged).not.toContain('policyTypes');
    writeFileSync(join(folder, 'manifest.yaml'), `${HEAD}include: [loop.yaml]\n`);
    symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
    expect(await linesOf(loadFrom(folder))).toEqual([
      'manifest.yaml:4:11 manifest-file the file "loop.yaml" is a symbolic link that leads to itself',
    ]);
  });

  test('a folder instead of a file', async () => {
    const folder = folderWith({ 'manifest.yaml': `${HEAD}include: [sub]\n` });
    mkdirSync(join(folder, 'sub'));
    expect(await linesOf(loadFrom(folder))).toEqual([
      'manifest.yaml:4:11 manifest-limit the file "sub" is not a regular file',
    ]);
  });

  test('patterns that could take for ever are refused', async () => {
    expect(await complaints(`include: ['+(a|aa)*+(b)*.yaml', '{1..9999999}*.yaml']\n`)).toEqual([
      'manifest.yaml:4:11 manifest-value the pattern "+(a|aa)*+(b)*.yaml" is too clever; only *, ** and ? stand for something',
      'manifest.yaml:4:33 manifest-value the pattern "{1..9999999}*.yaml" is too clever; only *, ** and ? stand for something',
    ]);
  });
});

describe('keys with a meaning in JavaScript', () => {
  test.each(['__proto__', 'constructor', 'prototype'])('%s', async (key) => {
    expect(await complaints(`accounts:\n  ${key}: { id: "300000000001" }\n`)).toEqual([
      `manifest.yaml:5:3 manifest-value the key "${key}" is not allowed; choose another name`,
    ]);
    expect(Object.hasOwn(Object.prototype, 'id')).toBe(false);
  });

  test.each(['toString', 'hasOwnProperty', 'valueOf'])('%s is a name like any other', async (key) => {
    expect(await complaints(`policies: { x: { type: scp, document: {}, targets: ["selector:${key}"] } }\n`)).toEqual([
      `manifest.yaml:4:53 manifest-reference there is no selector "${key}"; declare it under selectors`,
    ]);
    expect(await complaints(`${key}: 1\n`)).toEqual([expect.stringContaining(`unknown key "${key}"`)]);
  });
});

test('control characters in values are shown escaped', async () => {
  const [line] = await complaints('policies: { x: { type: "s\\e[31mcp", document: {}, targets: [] } }\n');
  expect(line).toContain('"s\\u001b[31mcp"');
  expect(line).not.toContain('\u001b');
});
