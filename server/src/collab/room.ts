import type { Refusal } from '@learnflow/shared';
import type { Logger } from 'pino';
import * as Y from 'yjs';
import type { Clock } from '../clock.ts';
import type { Db } from '../storage/database.ts';
import { observeEdits } from './edits.ts';
import type { Feed } from './feed.ts';
import type { Limits } from './limits.ts';
import type { StoredRows } from './persistence.ts';
import type { RoomPeer } from './peer.ts';
import { Presence } from './presence.ts';
import { encodeUpdate } from './protocol.ts';
import { refusals } from './refusals.ts';
import { loadDocument } from './room-load.ts';
import { type RoomBatch, RoomLog } from './room-log.ts';
import type { Snapshots } from './snapshots.ts';
import type { Turnstile } from './turnstile.ts';
import { containsUpdate, dropPending, isDeletion, parseUpdate } from './update-check.ts';
import type { LoggedRoom, Writer } from './writer.ts';

export interface RoomDeps {
  db: Db;
  writer: Writer;
  snapshots: Snapshots;
  limits: Limits;
  clock: Clock;
  log: Logger;
  feed: Feed;
  /** The room has left memory. */
  onClosed: (room: Room) => void;
}

/** What became of one update. */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'refused'; refusal: Refusal }
  /** Parts of it build on something that the server does not have. */
  | { kind: 'incomplete' }
  | { kind: 'malformed' }
  /** Too much waits for the database already. */
  | { kind: 'busy' };

/** Measuring a document near its limit encodes all of it; that is done at most this often. */
const measureEveryMs = 1000;

/**
 * One room in memory:
 *
 *   loading ──▶ live ◀──▶ closing ──▶ closed      closing: nobody there, a last snapshot is being written
 *                 └──────▶ failed ──▶ closed      failed: the document is no longer trusted, or the room was deleted
 *
 * An update goes: check → document → other connections at once → log. The sender hears Saved only through `stored`.
 * Nothing but `apply` may change the document after loading; what is not in the log does not exist.
 */
export class Room implements LoggedRoom {
  readonly id: string;
  readonly doc = new Y.Doc({ gc: true });
  readonly ready: Promise<void>;
  readonly closed: Promise<void>;
  readonly presence: Presence;
  state: 'loading' | 'live' | 'closing' | 'failed' | 'closed' = 'loading';
  readonly #deps: RoomDeps;
  readonly #log = new RoomLog();
  readonly #connections = new Set<RoomPeer>();
  readonly #members = new Map<string, number>();
  #applied: Uint8Array | undefined;
  #fullState: Uint8Array | undefined;
  #stateVector: Uint8Array | undefined;
  #sizeBytes = 0;
  #measuredAt = -Infinity;
  #idle: NodeJS.Timeout | undefined;
  #resolveClosed: () => void = () => undefined;

  /** @param loads  the line in which rooms wait to be read */
  constructor(id: string, loads: Turnstile, deps: RoomDeps) {
    this.id = id;
    this.#deps = deps;
    this.presence = new Presence(deps.limits, this.#connections);
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.ready = loads.pass(() => this.#load());
  }

  get seq(): number {
    return this.#log.seq;
  }
  get unsaved(): number {
    return this.#log.unsaved;
  }

  async #load(): Promise<void> {
    this.#sizeBytes = await loadDocument(
      this.#deps.db,
      this.id,
      this.doc,
      this.#log,
      this.#deps.log,
    );
    this.state = 'live';
    this.doc.on('update', (update: Uint8Array) => (this.#applied = update));
    observeEdits(this.doc, (edit, origin) => {
      const memberId = (origin as RoomPeer | null)?.memberId ?? null;
      const at = this.#deps.clock.now();
      this.#deps.feed.edited({ roomId: this.id, memberId, ...edit, at });
    });
    this.stay();
  }

  /** Somebody needs the room: it is live for at least `unloadAfterMs` more. */
  stay(): void {
    if (this.state === 'closing') this.state = 'live';
    clearTimeout(this.#idle);
    if (this.#connections.size > 0) return;
    this.#idle = setTimeout(() => void this.#unload(), this.#deps.limits.unloadAfterMs);
    this.#idle.unref();
  }

  join(connection: RoomPeer): void {
    this.#connections.add(connection);
    this.stay();
    const { memberId } = connection;
    const count = (this.#members.get(memberId) ?? 0) + 1;
    this.#members.set(memberId, count);
    if (count === 1) this.#tellPresence(memberId, true);
  }

  leave(connection: RoomPeer): void {
    if (!this.#connections.delete(connection)) return;
    this.presence.leave(connection);
    const { memberId } = connection;
    const count = (this.#members.get(memberId) ?? 1) - 1;
    if (count > 0) this.#members.set(memberId, count);
    else {
      this.#members.delete(memberId);
      this.#tellPresence(memberId, false);
    }
    if (this.state === 'live') this.stay();
  }

  /** Everything a client with this state vector misses. Newcomers of a class share one encoding. */
  encodeMissing(stateVector: Uint8Array): Uint8Array {
    const isNewcomer = stateVector.byteLength === 1 && stateVector[0] === 0;
    if (!isNewcomer) return Y.encodeStateAsUpdate(this.doc, stateVector);
    return (this.#fullState ??= Y.encodeStateAsUpdate(this.doc));
  }

  get stateVector(): Uint8Array {
    return (this.#stateVector ??= Y.encodeStateVector(this.doc));
  }

  /** Takes one update of a connection, or says why not. */
  apply(from: RoomPeer, update: Uint8Array): Outcome {
    const parsed = parseUpdate(update);
    if (!parsed) return { kind: 'malformed' };
    if (from.right === 'watch') {
      if (containsUpdate(this.doc, parsed)) return { kind: 'done' };
      return { kind: 'refused', refusal: refusals.watching };
    }
    if (this.#deps.writer.isFull) return { kind: 'busy' };
    if (!isDeletion(parsed) && !this.#hasSpaceFor(update.byteLength)) {
      if (containsUpdate(this.doc, parsed)) return { kind: 'done' };
      return { kind: 'refused', refusal: refusals.full };
    }
    this.#applied = undefined;
    try {
      Y.applyUpdate(this.doc, update, from);
    } catch (error) {
      this.#deps.log.error(
        { err: error, roomId: this.id, memberId: from.memberId },
        'collab.update.broken',
      );
      // The sender must not come back with the same; the others come back to the document as it was stored.
      from.close('request.invalid');
      this.#fail('unavailable');
      return { kind: 'malformed' };
    }
    const isIncomplete = dropPending(this.doc);
    if (this.#applied) this.#spread(this.#applied, from);
    return { kind: isIncomplete ? 'incomplete' : 'done' };
  }

  #spread(update: Uint8Array, from: RoomPeer): void {
    this.#fullState = undefined;
    this.#stateVector = undefined;
    this.#sizeBytes += update.byteLength;
    const frame = encodeUpdate(update);
    for (const other of this.#connections) if (other !== from) other.send(frame);
    const at = this.#deps.clock.now();
    this.#log.append({ roomId: this.id, at, memberId: from.memberId, bytes: update });
    this.#deps.writer.add(this, update.byteLength);
  }

  /** Tells a connection Saved if nothing of the room waits for the database. Otherwise `stored` will. */
  acknowledge(connection: RoomPeer): void {
    if (this.#log.isSettled) connection.saved(this.stateVector, connection.settledFrames);
  }

  takeUnsaved(): RoomBatch {
    const { snapshots, rowsSinceSnapshot } = this.#log;
    const taken = this.#log.take();
    const isTime = rowsSinceSnapshot + taken.rows.length >= this.#deps.limits.snapshotEvery;
    const wantsState = isTime && snapshots === 'possible' && this.state === 'live';
    return {
      ...taken,
      stateVector: this.stateVector,
      state: wantsState ? Y.encodeStateAsUpdate(this.doc) : undefined,
      frames: new Map([...this.#connections].map((each) => [each, each.settledFrames])),
    };
  }

  stored(batch: RoomBatch, rows: StoredRows): void {
    this.#log.stored(rows);
    if (batch.state) void this.#deps.snapshots.save(this.id, this.#log, batch.state);
    const isSettled = this.#log.isSettled;
    const stateVector = isSettled ? this.stateVector : batch.stateVector;
    for (const connection of this.#connections) {
      const frames = isSettled ? connection.settledFrames : batch.frames.get(connection);
      if (frames !== undefined) connection.saved(stateVector, frames);
    }
    if (this.state === 'failed' && isSettled) this.#close();
  }

  gone(): void {
    this.#log.lost();
    this.#fail('not.found');
  }

  #fail(code: 'unavailable' | 'not.found'): void {
    if (this.state === 'failed' || this.state === 'closed') return;
    this.state = 'failed';
    clearTimeout(this.#idle);
    for (const connection of [...this.#connections]) connection.close(code);
    if (this.#log.isSettled) this.#close();
  }

  async #unload(): Promise<void> {
    if (this.state !== 'live' || this.#connections.size > 0) return;
    if (!this.#log.isSettled) {
      this.stay();
      return;
    }
    this.state = 'closing';
    // One row is the seed alone: loading it is as fast as loading a snapshot.
    if (this.#log.rowsSinceSnapshot > 1) {
      await this.#deps.snapshots.save(this.id, this.#log, Y.encodeStateAsUpdate(this.doc));
    }
    if (this.#isAbandoned()) this.#close();
  }

  /** A method, because the state may have changed while a snapshot was written. */
  #isAbandoned(): boolean {
    return this.state === 'closing' && this.#connections.size === 0;
  }

  #close(): void {
    this.state = 'closed';
    clearTimeout(this.#idle);
    this.presence.close();
    this.doc.destroy();
    this.#deps.onClosed(this);
    this.#resolveClosed();
  }

  /** Leaves memory without a snapshot: loading failed, or the server stops. */
  drop(): void {
    if (this.state !== 'closed') this.#close();
  }

  #hasSpaceFor(bytes: number): boolean {
    const { maxDocumentBytes } = this.#deps.limits;
    if (this.#sizeBytes + bytes <= maxDocumentBytes) return true;
    const now = performance.now();
    if (now - this.#measuredAt < measureEveryMs) return false;
    this.#measuredAt = now;
    // The sum of the updates is more than the document: deletions and merges make it smaller.
    this.#sizeBytes = (this.#fullState ??= Y.encodeStateAsUpdate(this.doc)).byteLength;
    return this.#sizeBytes + bytes <= maxDocumentBytes;
  }

  #tellPresence(memberId: string, here: boolean): void {
    this.#deps.feed.presence({ roomId: this.id, memberId, here, at: this.#deps.clock.now() });
  }
}
