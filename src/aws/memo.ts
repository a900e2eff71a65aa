/** Answers that were asked for once, until they are forgotten. */
export class Memo {
  #answers = new Map<string, Promise<unknown>>();

  forget(): void {
    this.#answers = new Map();
  }

  drop(key: string): void {
    this.#answers.delete(key);
  }

  /** `key` names the call and its argument; each key belongs to one reader. */
  once<T>(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    // One reader writes under a key, so what is found there has its type.
    if (known) return known as Promise<T>;
    const answer = read();
    this.#answers.set(key, answer);
    return answer;
  }
}
