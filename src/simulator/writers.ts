/**
 * Which services have a write in flight. AWS answers the second of two overlapping writes with a conflict; a request
 * is in flight from the moment it arrives until its answer leaves.
 */
export class Writers {
  readonly #overlapping: 'refused' | 'accepted';
  readonly #inFlight = new Map<string, number>();

  constructor(overlapping: 'refused' | 'accepted') {
    this.#overlapping = overlapping;
  }

  /** Marks a write; the function it returns ends it. Undefined when one is in flight and no other may be. */
  begin(service: string): (() => void) | undefined {
    const running = this.#inFlight.get(service) ?? 0;
    if (running > 0 && this.#overlapping === 'refused') return undefined;
    this.#inFlight.set(service, running + 1);
    return () => this.#inFlight.set(service, (this.#inFlight.get(service) ?? 1) - 1);
  }
}
