import stringWidth from 'string-width';

/** Columns a text takes on a terminal; colour codes take none. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

export interface Flow {
  /** Columns a line may fill. */
  readonly width: number;
  /** Spaces before every line but the first. */
  readonly indent: number;
  /** Follows every item but the last: `,`. Nothing unless told. */
  readonly separator?: string;
  /** Spaces between items; 1 unless told. */
  readonly gap?: number;
}

/** Lays items out on lines, broken between items; one that is longer than a line, between its words. The first line begins with `head`. */
export function flow(head: string, items: readonly string[], options: Flow): string[] {
  const { width, indent, separator = '', gap = 1 } = options;
  const lines: string[] = [];
  let line = head;
  const pieces = items.flatMap((item, index) => piecesOf(index < items.length - 1 ? item + separator : item, options));
  pieces.forEach(({ text, goesOn }, index) => {
    const longer = index === 0 ? line + text : line + ' '.repeat(goesOn ? 1 : gap) + text;
    if (index > 0 && widthOf(longer) > width) {
      lines.push(line);
      line = ' '.repeat(indent) + text;
    } else {
      line = longer;
    }
  });
  return [...lines, line];
}

interface Piece {
  readonly text: string;
  /** It is part of the same item as the piece before. */
  readonly goesOn: boolean;
}

function piecesOf(item: string, { width, indent }: Flow): Piece[] {
  if (widthOf(item) <= width - indent) return [{ text: item, goesOn: false }];
  return item.split(/ (?=\S)/).map((text, index) => ({ text, goesOn: index > 0 }));
}

/** `left` and, at the right edge, `right`; on a line of its own below when the two do not fit. */
export function justify(left: string, right: string, options: Pick<Flow, 'width' | 'indent'>): string[] {
  const gap = options.width - widthOf(left) - widthOf(right);
  return gap >= 2 ? [left + ' '.repeat(gap) + right] : [left, ' '.repeat(options.indent) + right];
}

/** Prose, broken between words. The first line begins with `head`, or is indented like the others. */
export function wrap(text: string, options: Pick<Flow, 'width' | 'indent'> & { readonly head?: string }): string[] {
  const head = options.head ?? ' '.repeat(options.indent);
  // A line that fits is left as it was written, columns of spaces included.
  return widthOf(head + text) <= options.width
    ? [head + text]
    : flow(head, text.split(/ (?=\S)/), options).map((line) => line.trimEnd());
}

/** Cut to `width` columns, for lines that must not wrap. Takes no colour codes. */
export function clip(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > width - 3) break;
    kept += character;
  }
  return `${kept}...`;
}
