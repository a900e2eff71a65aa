/** How the bench prints: tables of fixed width, so that they can be pasted into docs/bench.md. */
export const say = (line: string): unknown => process.stdout.write(`${line}\n`);

export const row = (...cells: readonly (string | number)[]): unknown =>
  say(cells.map((cell, index) => (index === 0 ? String(cell).padEnd(34) : String(cell).padStart(14))).join(''));

export const seconds = (value: number): string => `${value.toFixed(2)} s`;

export const megabytes = (value: number): string => `${value.toFixed(0)} MB`;

/** `3.1 %`: by how much the measured is more than the bound. */
export const over = (measured: number, bound: number): string => `${((measured / bound - 1) * 100).toFixed(1)} %`;
