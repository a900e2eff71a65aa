import fc, { type GeneratorValue } from 'fast-check';

/** Draws from fast-check, so that a failure is replayed by its seed. Every draw shrinks towards "less happens". */
export class Dice {
  readonly #draw: GeneratorValue;

  constructor(draw: GeneratorValue) {
    this.#draw = draw;
  }

  /** True in so many of a hundred cases. */
  chance(percent: number): boolean {
    return this.between(0, 99) >= 100 - percent;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return this.#draw(fc.integer, { min: least, max: most });
  }

  /** One of them; undefined when there is none. */
  maybe<T>(from: readonly T[]): T | undefined {
    return from.length === 0 ? undefined : from[this.between(0, from.length - 1)];
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.between(0, from.length - 1)] ?? from[0];
  }

  /** Up to `most` different ones, in their order. */
  some<T>(from: readonly T[], most: number): T[] {
    const wanted = Math.min(from.length, this.between(0, most));
    const chosen = new Set<number>();
    for (let tries = 0; chosen.size < wanted && tries < 4 * most; tries += 1)
      chosen.add(this.between(0, from.length - 1));
    return from.filter((_, index) => chosen.has(index));
  }
}

/**
 * Runs a property over `runs` cases, the same every time. PROPERTY_RUNS and PROPERTY_SEED in the environment run more
 * cases, or others. On failure fast-check prints seed and path: as options of `fc.assert` they show the same case again.
 */
export async function always(runs: number, seed: number, property: (dice: Dice) => Promise<void>): Promise<void> {
  const { PROPERTY_RUNS, PROPERTY_SEED } = process.env;
  await fc.assert(
    fc.asyncProperty(fc.gen(), (draw) => property(new Dice(draw))),
    { numRuns: Number(PROPERTY_RUNS ?? runs), seed: Number(PROPERTY_SEED ?? seed), endOnFailure: true },
  );
}
