import type { ErrorCode } from '@learnflow/shared';
import type { Logger } from 'pino';
import { applyUpdate, type Doc, encodeStateAsUpdate } from 'yjs';
import type { Clock } from '../clock.ts';
import type { Db } from '../storage/database.ts';
import { Authors } from './authors.ts';
import type { Feed } from './feed.ts';
import { Inbox, type Letter } from './inbox.ts';
import { Intake } from './intake.ts';
import { FrameRate, type Limits } from './limits.ts';
import { LiveDocument, type Mark, type Origin } from './live-document.ts';
import type { StoredRows } from './persistence.ts';
import type { RoomPeer } from './peer.ts';
import { Presence } from './presence.ts';
import type { Recovery } from './recovery.ts';
import { refusals } from './refusals.ts';
import { Relay } from './relay.ts';
import { RoomFeed } from './room-feed.ts';
import { loadDocument } from './room-load.ts';
import { type RoomBatch, RoomLog } from './room-log.ts';
import type { Snapshots } from './snapshots.ts';
import type { Turnstile } from './turnstile.ts';
import type { LoggedRoom, Writer } from './writer.ts';

export interface RoomDeps {
  db: Db;
  writer: Writer;
  snapshots: Snapshots;
  limits: Limits;
  clock: Clock;
  log: Logger;
  feed: Feed;
  recovery: Pick<Recovery, 'isOn'>;
  /** The room has left memory. */
  onClosed: (room: Room) => void;
}

/** Telling this much counts like taking one struct. */
const bytesPerPart = 128;

/**
 * One room in memory:
 *
 *   loading ──▶ live ◀──▶ closing ──▶ closed      closing: nobody there, a last snapshot is being written
 *      ▲          │ ────▶ failed ──▶ closed       failed: the room was deleted, or could not be read again
 *      └──────────┘                               an update broke the document: it is built again from the log
 *
 * What one turn of the event loop brings is worked off at its end: check → document → log, then one frame to the other
 * connections. The sender hears Saved only through `stored`. Nothing but `#transact` may change the document after
 * loading; what is not in the log does not exist.
 */
export class Room implements LoggedRoom {
  readonly id: string;
  ready: Promise<void>;
  readonly closed: Promise<void>;
  readonly presence: Presence;
  state: 'loading' | 'live' | 'closing' | 'failed' | 'closed' = 'loading';
  readonly #deps: RoomDeps;
  readonly #log = new RoomLog();
  readonly #connections = new Set<RoomPeer>();
  readonly #members = new Map<string, number>();
  readonly #authors: Authors;
  readonly #intake: Intake;
  readonly #inbox: Inbox;
  readonly #relay: Relay;
  readonly #rate: FrameRate;
  readonly #feed: RoomFeed;
  #document: LiveDocument;
  #idle: NodeJS.Timeout | undefined;
  #resolveClosed: () => void = () => undefined;

  /** @param loads  the line in which rooms wait to be read */
  constructor(id: string, loads: Turnstile, deps: RoomDeps) {
    this.id = id;
    this.#deps = deps;
    const { limits, writer } = deps;
    this.#document = new LiveDocument(limits);
    this.#feed = new RoomFeed(id, deps);
    this.presence = new Presence(limits, this.#connections);
    this.#authors = new Authors({
      presence: this.presence,
      maxNewIds: limits.maxNewClientIds,
      isRecovering: () => deps.recovery.isOn,
    });
    this.#relay = new Relay(this.#connections);
    this.#rate = new FrameRate(limits.maxRoomFramesPerSecond, limits.burstSeconds);
    this.#intake = new Intake({
      doc: () => this.doc,
      authors: this.#authors,
      isBusy: () => writer.isFull,
      hasSpaceFor: (bytes) => this.#document.hasSpaceFor(bytes),
      transact: (from, change) => this.#transactFor(from, change),
    });
    this.#inbox = new Inbox(
      limits.sliceMs,
      (letters) => this.#work(letters),
      () => this.#tellTurn(),
    );
    this.#inbox.hold();
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.ready = loads.pass(() => this.#load());
  }

  get doc(): Doc {
    return this.#document.doc;
  }
  get stateVector(): Uint8Array {
    return this.#document.stateVector;
  }
  get seq(): number {
    return this.#log.seq;
  }
  get unsaved(): number {
    return this.#log.unsaved;
  }

  async #load(): Promise<void> {
    this.#begin(await this.#read(this.doc, this.#log));
    this.stay();
  }

  #read(doc: Doc, place: RoomLog): Promise<number> {
    const { db, log } = this.#deps;
    return loadDocument({ db, log, authors: this.#authors }, this.id, doc, place);
  }

  #begin(sizeBytes: number): void {
    this.state = 'live';
    this.#document.begin(sizeBytes, (change, by) => this.#feed.changed(by, change));
    this.#inbox.release();
  }

  /**
   * The document can no longer be trusted: the same one is read again from the log, with what is not stored yet.
   * Connections stay; what they send meanwhile waits.
   */
  async #rebuild(): Promise<void> {
    const document = new LiveDocument(this.#deps.limits);
    let sizeBytes = 0;
    try {
      sizeBytes = await this.#read(document.doc, new RoomLog());
      for (const { bytes } of this.#log.unsavedRows) applyUpdate(document.doc, bytes);
    } catch (error) {
      this.#deps.log.error({ err: error, roomId: this.id }, 'collab.rebuild.failed');
      this.fail('unavailable');
      return;
    }
    if (this.#isOver()) return;
    this.doc.destroy();
    this.#document = document;
    this.#begin(sizeBytes);
    for (const connection of this.#connections) this.acknowledge(connection);
    this.stay();
  }

  #isOver(): boolean {
    return this.state === 'failed' || this.state === 'closed';
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
    if (count === 1) this.#feed.presence(connection, true);
  }

  leave(connection: RoomPeer): void {
    if (!this.#connections.delete(connection)) return;
    this.presence.leave(connection);
    const { memberId } = connection;
    const count = (this.#members.get(memberId) ?? 1) - 1;
    if (count > 0) this.#members.set(memberId, count);
    else {
      this.#members.delete(memberId);
      this.#feed.presence(connection, false);
    }
    if (this.state === 'live') this.stay();
  }

  /** Takes a frame about the document; it is worked off at the end of this turn of the event loop. */
  post(letter: Letter): void {
    if (this.#rate.take()) this.#inbox.push(letter);
    else letter.from.close('unavailable');
  }

  /** Everything posted so far is in the document and the log when this returns. */
  flush(): void {
    this.#inbox.flush();
  }

  /**
   * Changes the document on behalf of the server; relayed and stored like everybody's changes.
   * @param by  whose change it is in the log, and of what kind
   */
  change(by: Origin, edit: (doc: Doc, hasSpaceFor: (bytes: number) => boolean) => void): void {
    if (this.state !== 'live' && this.state !== 'closing') throw new Error('The room is not open.');
    this.stay();
    const { memberId, kind = 'typed', chars } = by;
    this.#transact({ memberId }, undefined, (doc) => {
      edit(doc, (bytes) => this.#document.hasSpaceFor(bytes));
      return { kind, ...(chars === undefined ? {} : { chars }) };
    });
    this.#tellTurn();
  }

  /** What a turn changed goes to the others, and to whoever listens to the feed. */
  #tellTurn(): void {
    this.#relay.flush();
    this.#feed.endTurn();
  }

  #work(letters: Letter[]): void {
    const [letter] = letters;
    if (!letter || letter.from.isExpelled) return this.#intake.drop(letters);
    if (letter.kind === 'update') return this.#intake.work(letters);
    letters.shift();
    if (letter.kind === 'step1') this.#tellMissing(letter.from, letter.stateVector);
    else letter.from.answer({ kind: 'refused', refusal: refusals.tooLarge }, false);
  }

  #tellMissing(to: RoomPeer, stateVector: Uint8Array): void {
    try {
      const missing = this.#document.encodeMissing(stateVector);
      to.send(missing);
      to.charge(missing.byteLength / bytesPerPart);
    } catch {
      to.answer({ kind: 'malformed' }, false);
    }
  }

  #transactFor(
    from: RoomPeer,
    change: (apply: (update: Uint8Array) => void) => Mark | undefined,
  ): boolean {
    try {
      this.#transact(from, from, (doc) => change((update) => applyUpdate(doc, update, from)));
      return true;
    } catch (error) {
      const { memberId } = from;
      this.#deps.log.error({ err: error, roomId: this.id, memberId }, 'collab.update.broken');
      // The sender must not come back with the same.
      from.close('request.invalid');
      this.state = 'loading';
      this.#inbox.hold();
      this.ready = this.#rebuild();
      return false;
    }
  }

  /** One transaction is one row of the log. One that throws leaves nothing but a broken document. */
  #transact(
    origin: Origin,
    author: RoomPeer | undefined,
    edit: (doc: Doc) => Mark | undefined,
  ): void {
    let mark: Mark | undefined;
    const bytes = this.#document.transact(origin, (doc) => (mark = edit(doc)));
    if (!bytes) return;
    this.#relay.add(bytes, author);
    const at = this.#deps.clock.now();
    this.#log.append({ roomId: this.id, at, memberId: origin.memberId, bytes, ...mark });
    if (mark?.kind === 'pasted') this.#feed.pasted(origin.memberId, mark.chars ?? 0);
    this.#deps.writer.add(this, bytes.byteLength);
  }

  /** Tells a connection Saved if nothing of the room waits for the database. Otherwise `stored` will. */
  acknowledge(connection: RoomPeer): void {
    if (this.#log.isSettled && this.state !== 'loading')
      connection.saved(this.stateVector, connection.settledFrames);
  }

  takeUnsaved(): RoomBatch {
    const { snapshots, rowsSinceSnapshot } = this.#log;
    const taken = this.#log.take();
    const isTime = rowsSinceSnapshot + taken.rows.length >= this.#deps.limits.snapshotEvery;
    const wantsState = isTime && snapshots === 'possible' && this.state === 'live';
    return {
      ...taken,
      stateVector: this.state === 'loading' ? undefined : this.stateVector,
      state: wantsState ? encodeStateAsUpdate(this.doc) : undefined,
      frames: new Map([...this.#connections].map((each) => [each, each.settledFrames])),
    };
  }

  stored(batch: RoomBatch, rows: StoredRows): void {
    this.#log.stored(rows);
    if (batch.state)
      void this.#deps.snapshots.save(this.id, this.#log, batch.state, this.#authors.toWriters());
    const isSettled = this.#log.isSettled;
    const stateVector = isSettled ? this.stateVector : batch.stateVector;
    // While the document is being read again nobody can say what it holds; `#rebuild` and later batches catch up.
    if (stateVector && this.state !== 'loading') {
      for (const connection of this.#connections) {
        const frames = isSettled ? connection.settledFrames : batch.frames.get(connection);
        if (frames !== undefined) connection.saved(stateVector, frames);
      }
    }
    if (this.state === 'failed' && isSettled) this.#close();
  }

  gone(): void {
    this.#log.lost();
    this.fail('not.found');
  }

  /** The room cannot go on as it is: everybody is told why, and whoever comes again loads it anew. */
  fail(code: ErrorCode): void {
    if (this.#isOver()) return;
    this.state = 'failed';
    clearTimeout(this.#idle);
    for (const connection of [...this.#connections]) connection.close(code);
    if (this.#log.isSettled) this.#close();
  }

  async #unload(): Promise<void> {
    if (this.state !== 'live' || this.#connections.size > 0) return;
    if (!this.#log.isSettled || !this.#inbox.isEmpty) {
      this.stay();
      return;
    }
    this.state = 'closing';
    // One row is the seed alone: loading it is as fast as loading a snapshot.
    if (this.#log.rowsSinceSnapshot > 1) await this.saveSnapshot();
    if (this.#isAbandoned()) this.#close();
  }

  /** Stores what is live as a snapshot. @returns whether everything in it was in the log and it is written */
  async saveSnapshot(): Promise<boolean> {
    if (this.state === 'loading' || this.#isOver() || !this.#log.isSettled) return false;
    const { seq } = this.#log;
    const state = encodeStateAsUpdate(this.doc);
    await this.#deps.snapshots.save(this.id, this.#log, state, this.#authors.toWriters());
    return this.#log.snapshotSeq >= seq;
  }

  /** A method, because the state may have changed while a snapshot was written. */
  #isAbandoned(): boolean {
    return this.state === 'closing' && this.#connections.size === 0;
  }

  #close(): void {
    this.state = 'closed';
    clearTimeout(this.#idle);
    this.presence.close();
    this.#inbox.close();
    this.doc.destroy();
    this.#deps.onClosed(this);
    this.#resolveClosed();
  }

  /** Leaves memory without a snapshot: loading failed, or the server stops. */
  drop(): void {
    if (this.state !== 'closed') this.#close();
  }
}
