import { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import type { CollabEventMap } from './collab.port.ts';

/** Tells the rest of the server what happens in documents; a listener that throws never reaches a document. */
export class Feed {
  readonly events = new EventEmitter<CollabEventMap>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  edited(...event: CollabEventMap['edited']): void {
    this.#guard(() => this.events.emit('edited', ...event));
  }
  pasted(...event: CollabEventMap['pasted']): void {
    this.#guard(() => this.events.emit('pasted', ...event));
  }
  cursor(...event: CollabEventMap['cursor']): void {
    this.#guard(() => this.events.emit('cursor', ...event));
  }
  presence(...event: CollabEventMap['presence']): void {
    this.#guard(() => this.events.emit('presence', ...event));
  }

  #guard(emit: () => void): void {
    try {
      emit();
    } catch (error) {
      this.#log.error({ err: error }, 'collab.listener.failed');
    }
  }
}
