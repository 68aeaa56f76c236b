import type { UpdateKind } from '@learnflow/shared';
import * as Y from 'yjs';
import { type Change, observeChanges } from './edits.ts';
import type { Limits } from './limits.ts';
import { encodeStep2 } from './protocol.ts';
import type { Message } from './wire-frame.ts';

/**
 * Measuring encodes the whole document. It is done when that is little beside the work that came since the last time: at
 * least this part of the document has been brought. So text that is replaced over and over is never taken for growth.
 */
const measurePerBrought = 4;
/** A document that is nearly full would be measured for every key: this often at most. */
const measureEveryMs = 1000;

/** How a change is called in the log. */
export interface Mark {
  readonly kind: UpdateKind;
  /** Characters that came in at once, for kinds that say so. */
  readonly chars?: number;
}

/** Who a change is by; a connection, or the server for somebody. */
export interface Origin extends Partial<Mark> {
  readonly memberId: string | null;
}

/** The Yjs document of a room with what is derived from it: its encoding, its state vector, its size. */
export class LiveDocument {
  readonly doc = new Y.Doc({ gc: true });
  readonly #maxBytes: number;
  #applied: Uint8Array | undefined;
  /** What a newcomer gets. */
  #whole: Message | undefined;
  #stateVector: Uint8Array | undefined;
  /** What is known of the size: as measured last, and what updates have brought since. */
  #measuredBytes = 0;
  #broughtBytes = 0;
  #measuredAt = -Infinity;

  constructor(limits: Limits) {
    this.#maxBytes = limits.maxDocumentBytes;
  }

  /**
   * The document is complete: from here on its changes are watched.
   * @param sizeBytes  size of what it was read from
   */
  begin(sizeBytes: number, onChange: (change: Change, memberId: string | null) => void): void {
    this.#measuredBytes = sizeBytes;
    this.#broughtBytes = 0;
    this.doc.on('update', (update: Uint8Array) => (this.#applied = update));
    observeChanges(this.doc, (change, origin) =>
      onChange(change, (origin as Origin | null)?.memberId ?? null),
    );
  }

  /**
   * Changes the document in one transaction.
   * @returns the change as one update; undefined when nothing changed
   * @throws whatever `edit` or Yjs throws; the document must not be used after that
   */
  transact(origin: Origin, edit: (doc: Y.Doc) => void): Uint8Array | undefined {
    this.#applied = undefined;
    this.doc.transact(() => edit(this.doc), origin);
    const update = this.#takeApplied();
    if (!update) return undefined;
    this.#whole = undefined;
    this.#stateVector = undefined;
    this.#broughtBytes += update.byteLength;
    return update;
  }

  /** A method, because the listener sets it. */
  #takeApplied(): Uint8Array | undefined {
    return this.#applied;
  }

  /** @returns everything a client with this state vector misses, as step 2. Newcomers of a class share one. */
  encodeMissing(stateVector: Uint8Array): Message {
    const isNewcomer = stateVector.byteLength === 1 && stateVector[0] === 0;
    return isNewcomer
      ? this.#encodeWhole()
      : encodeStep2(Y.encodeStateAsUpdate(this.doc, stateVector));
  }

  #encodeWhole(): Message {
    return (this.#whole ??= encodeStep2(Y.encodeStateAsUpdate(this.doc)));
  }

  get stateVector(): Uint8Array {
    return (this.#stateVector ??= Y.encodeStateVector(this.doc));
  }

  hasSpaceFor(bytes: number): boolean {
    const fits = (): boolean => this.#measuredBytes + this.#broughtBytes + bytes <= this.#maxBytes;
    if (fits()) return true;
    const now = performance.now();
    const isWorthIt = this.#broughtBytes * measurePerBrought >= this.#measuredBytes;
    if (!isWorthIt && now - this.#measuredAt < measureEveryMs) return false;
    this.#measuredAt = now;
    // The sum of the updates is more than the document: what was deleted is gone, and neighbours are one piece.
    this.#measuredBytes = this.#encodeWhole().byteLength;
    this.#broughtBytes = 0;
    return fits();
  }
}
