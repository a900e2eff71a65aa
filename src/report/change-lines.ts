import { formatOrigin } from '../errors.js';
import { actionOf, colourOf, detailsOf, type Folded, foldedOf, remarkOf, signOf } from './change-words.js';
import { flow, justify, widthOf, wrap } from './layout.js';
import { glyphsOf, type Paint, paintOf, type Style } from './style.js';
import { changesOf, type Group } from './view.js';

const MOST_BLOCKERS = 4;
/** Two spaces between the parts of a headline. */
const GAP = 2;

export interface GroupContext {
  readonly style: Style;
  readonly number: number;
  /** Columns of the largest number in the plan. */
  readonly digits: number;
  /** Numbers of the groups that must be done first. */
  readonly blockers: readonly number[];
  /** What the kind says of the group's own change. */
  readonly described: readonly string[];
}

/** One numbered item of the text plan: headline, where it was written, then one line a fact. */
export function groupLines(group: Group, context: GroupContext): string[] {
  const { style } = context;
  const glyphs = glyphsOf(style);
  const paint = paintOf(style);
  const margin = context.digits + 4;
  const headline = new Headline(style);
  const sign = colourOf(actionOf(group), paint)(signOf(actionOf(group), glyphs));
  headline.add(`${String(context.number).padStart(context.digits + 1)} ${sign} ${paint.bold(group.address)}`);
  headline.add(group.places ?? '');
  if (group.change) headline.add(remarkOf(group.change));

  const details = group.change ? detailsOf(group.change, context.described) : [];
  const [only] = details;
  // A single short fact belongs on the headline, where the eye is.
  const inlined = details.length === 1 && only?.startsWith('~ ') && headline.tryAdd(only.slice(2));
  const folded = foldedOf(group, glyphs);
  const [attachments] = folded;
  const joined = attachments && paintFolded(attachments, paint);
  const foldInlined = folded.length === 1 && joined !== undefined && headline.tryAdd(joined);
  headline.add(paint.dim(waitsFor(context.blockers)));

  const origin = (group.change ?? group.folded[0])?.origin;
  return [
    ...headline.lines(origin ? paint.dim(formatOrigin(origin)) : '', margin),
    ...(foldInlined ? [] : folded.flatMap((fold) => foldedLines(fold, margin, style))),
    ...notesOf(group).flatMap((note) =>
      wrap(note, { width: style.width, indent: margin + 2, head: ' '.repeat(margin) }).map(paint.dim),
    ),
    ...(inlined ? [] : details.flatMap((line) => detailLines(line, margin, style))),
  ];
}

/** How targets were compiled, said once. */
function notesOf(group: Group): string[] {
  return [...new Set(changesOf(group).flatMap(({ note }) => (note === undefined ? [] : [`(${note})`])))];
}

class Headline {
  readonly #style: Style;
  readonly #parts: string[] = [];

  constructor(style: Style) {
    this.#style = style;
  }

  add(part: string): void {
    if (widthOf(part) > 0) this.#parts.push(part);
  }

  /** Adds the part only if the line still fits. */
  tryAdd(part: string): boolean {
    const fits = widthOf([...this.#parts, part].join(' '.repeat(GAP))) <= this.#style.width;
    if (fits) this.#parts.push(part);
    return fits;
  }

  lines(right: string, indent: number): string[] {
    const { width } = this.#style;
    const lines = flow('', this.#parts, { width, indent, gap: GAP });
    const last = lines.pop() ?? '';
    return right === '' ? [...lines, last] : [...lines, ...justify(last, right, { width, indent })];
  }
}

function waitsFor(blockers: readonly number[]): string {
  if (blockers.length === 0) return '';
  const rest = blockers.length - MOST_BLOCKERS;
  return `waits for ${blockers.slice(0, MOST_BLOCKERS).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function paintFolded(fold: Folded, paint: Paint): string {
  return colourOf(fold.action, paint)(fold.items.join(', '));
}

function foldedLines(fold: Folded, margin: number, style: Style): string[] {
  const lines = flow(' '.repeat(margin), fold.items, { width: style.width, indent: margin + 2, separator: ',' });
  return lines.map(colourOf(fold.action, paintOf(style)));
}

function detailLines(line: string, margin: number, style: Style): string[] {
  const paint = paintOf(style);
  const lines = wrap(line, { width: style.width, indent: margin + 2, head: ' '.repeat(margin) });
  if (line.startsWith('+ ')) return lines.map(paint.green);
  if (line.startsWith('- ')) return lines.map(paint.red);
  return line.startsWith('~ ') ? lines.map(paint.yellow) : lines;
}
