/**
 * A comment that its provider takes: cut between lines, with what was open closed again. The last paragraph, which says
 * where the whole is, always stays.
 *
 * @param most bytes of UTF-8: never fewer than the characters that providers count.
 */
export function fitted(body: string, most: number): string {
  if (bytes(body) <= most) return body;
  const text = body.trimEnd();
  const at = text.lastIndexOf('\n\n');
  const last = at < 0 ? '' : text.slice(at + 2);
  const isKept = last !== '' && !last.includes('\n') && bytes(last) < most / 4;
  const end = `\n\n_Cut here: a comment takes no more._\n${isKept ? `\n${last}\n` : ''}`;
  const kept = wholeLines(isKept ? text.slice(0, at) : text, most - bytes(end));
  return `${kept}${end}`;
}

/** As many lines as fit together with what closes them. */
function wholeLines(text: string, most: number): string {
  const kept: string[] = [];
  let used = 0;
  let closing = '';
  const open = new Open();
  for (const line of text.split('\n')) {
    open.read(line);
    used += bytes(line) + 1;
    if (used + bytes(open.closing()) > most) break;
    kept.push(line);
    closing = open.closing();
  }
  return kept.join('\n') + closing;
}

/** What a Markdown text has open after the lines that were read: a code block, folded parts. */
class Open {
  #fence = '';
  #details = 0;

  read(line: string): void {
    const ticks = /^`{3,}/.exec(line)?.[0] ?? '';
    if (this.#fence !== '') {
      if (ticks.length >= this.#fence.length && line.trim() === ticks) this.#fence = '';
    } else if (ticks !== '') this.#fence = ticks;
    else this.#details += count(line, '<details') - count(line, '</details>');
  }

  get insideCode(): boolean {
    return this.#fence !== '';
  }

  closing(): string {
    const fence = this.#fence === '' ? '' : `\n${this.#fence}`;
    return fence + '\n\n</details>'.repeat(Math.max(0, this.#details));
  }
}

/** For a provider that shows HTML as it is written: folded parts become titles, code blocks are left alone. */
export function withoutHtml(body: string): string {
  const open = new Open();
  return body
    .split('\n')
    .map((line) => {
      const wasCode = open.insideCode;
      open.read(line);
      if (wasCode || open.insideCode) return line;
      return line.replace(/<details(?: open)?><summary>(.*?)<\/summary>/g, '**$1**').replaceAll('</details>', '');
    })
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

function count(line: string, word: string): number {
  return line.split(word).length - 1;
}
