import { Composer, type CST, type Document, isScalar, Lexer, LineCounter, Parser, type YAMLError } from 'yaml';
import type { Origin } from '../model.js';
import { type Budget, LIMITS } from './limits.js';
import { type Problems, quote } from './problems.js';
import { SHORT_FORM_TAGS } from './short-forms.js';
import { emptyMap, type SourceNode } from './source.js';
import { type Dialect, toSource } from './yaml-nodes.js';

/** Syntax errors of one file that are worth showing: those after the first few are mostly consequences. */
const SHOWN_ERRORS = 5;

/**
 * Reads YAML 1.2 (core schema) or JSON with the position of every value. Says what is wrong and returns undefined when
 * nothing sensible can be read. A CloudFormation template may use CloudFormation's tags, which come out as the functions
 * that they stand for. Deep nesting is refused before anything recursive sees it.
 */
export function parseText(
  text: string,
  file: string,
  problems: Problems,
  budget: Budget,
  dialect: Dialect = 'manifest',
): SourceNode | undefined {
  const lines = new LineCounter();
  const at = (offset: number): Origin => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const tokens = tokenize(text, lines, at, problems);
  if (!tokens) return undefined;
  const documents = compose(tokens, text.length, dialect);
  const before = problems.count;
  const errors = documents.flatMap((document) => [...document.errors, ...document.warnings]);
  for (const error of errors.slice(0, SHOWN_ERRORS)) reportSyntax(error, text, at, problems);
  const second = documents[1];
  if (second)
    problems.add(
      'manifest-syntax',
      at(second.range[0]),
      'a second YAML document begins here',
      'use one file per document',
    );
  const document = documents[0];
  if (document?.directives?.yaml.explicit && document.directives.yaml.version !== '1.2') {
    problems.add(
      'manifest-syntax',
      at(0),
      `YAML ${document.directives.yaml.version} is not supported`,
      'remove the %YAML line: files are YAML 1.2',
    );
  }
  if (problems.count > before) return undefined;
  if (file.endsWith('.json') && !isStrictJson(text, file, at, problems)) return undefined;
  if (!document?.contents) return emptyMap(at(0));
  if (isScalar(document.contents) && document.contents.value === null) return emptyMap(at(0));
  return toSource(document.contents, { text, at, problems, budget, dialect });
}

/** The concrete syntax, token by token, so that a bomb is noticed while it is small. */
function tokenize(
  text: string,
  lines: LineCounter,
  at: (offset: number) => Origin,
  problems: Problems,
): CST.Token[] | undefined {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    // One level takes at most two places on the parser's stack.
    if (parser.stack.length > 2 * LIMITS.depth + 8) {
      problems.add('manifest-limit', at(parser.offset), `is nested deeper than ${LIMITS.depth} levels`);
      return undefined;
    }
    count += 1;
    if (count > LIMITS.tokens) {
      problems.add('manifest-limit', at(parser.offset), `has more than ${LIMITS.tokens} YAML tokens`, 'split the file');
      return undefined;
    }
  }
  tokens.push(...parser.end());
  return tokens;
}

function compose(tokens: readonly CST.Token[], end: number, dialect: Dialect): Document.Parsed[] {
  // Duplicate keys are looked for in yaml-nodes.ts: the library compares every key with every other.
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    ...(dialect === 'template' && { customTags: SHORT_FORM_TAGS }),
  });
  return [...composer.compose(tokens, false, end)];
}

const WORDS: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'a tab is used for indentation',
  BAD_ALIAS: 'an alias is not written correctly',
  TAG_RESOLVE_FAILED: 'a tag (!name) is not one of YAML 1.2',
  BAD_INDENT: 'the indentation does not fit the lines above',
  MULTILINE_IMPLICIT_KEY: 'a key does not end on its line',
  BLOCK_AS_IMPLICIT_KEY: 'a second "key:" stands on this line',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters',
};

function reportSyntax(error: YAMLError, text: string, at: (offset: number) => Origin, problems: Problems): void {
  const offset = error.pos[0];
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end < 0 ? text.length : end);
  const words = WORDS[error.code] ?? (error.message.split('\n')[0] ?? '').replace(/ at line .*$/, '');
  const hint =
    error.code === 'TAB_AS_INDENT'
      ? 'indent with spaces'
      : line.includes('${') && !/["'][^"']*\$\{/.test(line)
        ? 'a text with ${...} must be quoted: "${var.name}"'
        : `the line reads ${quote(line.trim())}`;
  problems.add('manifest-syntax', at(offset), `is not valid YAML: ${words}`, hint);
}

/** JSON is read as the YAML it is, for the positions; what JSON itself forbids (comments, bare words) is refused here. */
function isStrictJson(text: string, file: string, at: (offset: number) => Origin, problems: Problems): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(message)?.[1];
    const words = message
      .replace(/ in JSON at position.*$/s, '')
      .replace(/, ".*$/s, '')
      .replace(/ \(line .*$/s, '');
    problems.add(
      'manifest-syntax',
      at(position === undefined ? 0 : Number(position)),
      `is not valid JSON: ${words}`,
      `comments and unquoted words are allowed in ${quote(file.replace(/\.json$/, '.yaml'))}`,
    );
    return false;
  }
}
