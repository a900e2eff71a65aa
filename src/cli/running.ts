import type { EngineEvent } from '../events.js';
import type { Action, Address } from '../model.js';
import { sanitizeText } from '../report/sanitize.js';
import { count } from '../report/words.js';

export interface RunningChange {
  readonly address: Address;
  readonly action: Action;
  /** Clock milliseconds. */
  readonly startedAt: number;
  readonly doing: string;
}

/** What a run is doing at this moment, told by its events. */
export class RunningState {
  readonly reading = new Set<string>();
  readonly #running = new Map<Address, RunningChange>();
  title = '';
  startedAt: number | undefined;
  done = 0;
  of = 0;
  failed = 0;

  get running(): readonly RunningChange[] {
    return [...this.#running.values()];
  }

  take(event: EngineEvent): void {
    switch (event.code) {
      case 'read-started':
        this.reading.add(event.kind);
        break;
      case 'read-finished':
        this.reading.delete(event.kind);
        break;
      case 'apply-started':
        this.title = 'Applying';
        this.startedAt = event.at;
        this.of = event.changes;
        break;
      case 'settling':
        this.title = `Waiting until AWS shows ${count(event.addresses.length, 'change')}, applied`;
        break;
      default:
        this.#takeChange(event);
    }
  }

  #takeChange(event: EngineEvent): void {
    switch (event.code) {
      case 'change-started': {
        const { address, action } = event.change;
        this.#running.set(address, { address, action, startedAt: event.at, doing: '' });
        break;
      }
      case 'step-started':
        this.#doing(event.address, event.step);
        break;
      case 'step-waiting':
        this.#doing(event.address, `${event.step}: ${event.detail ?? 'waiting'}`);
        break;
      case 'retrying':
        this.#doing(event.address, `${event.step}: again in ${Math.ceil(event.inMs / 1000)} s, ${event.because}`);
        break;
      case 'change-finished':
        this.#running.delete(event.change.address);
        this.done = event.done;
        this.of = event.of;
        if (event.outcome.state !== 'done' && event.outcome.state !== 'already-so') this.failed += 1;
        break;
    }
  }

  #doing(address: Address, doing: string): void {
    const running = this.#running.get(address);
    if (running) this.#running.set(address, { ...running, doing: sanitizeText(doing) });
  }
}
