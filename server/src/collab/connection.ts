import {
  can,
  type ErrorCode,
  errorTable,
  inkAt,
  personOf,
  type Refusal,
  type RoomRight,
} from '@learnflow/shared';
import type { Caller, RoomAccess } from '../room/access.port.ts';
import { CaretFeed } from './carets.ts';
import { findCaret } from './edits.ts';
import type { Feed } from './feed.ts';
import type { Outcome } from './outcome.ts';
import { FrameRate, type Limits } from './limits.ts';
import type { CollabMetrics, RefusedFrame } from './metrics.ts';
import type { RoomPeer } from './peer.ts';
import { keepAliveFrame } from './presence.ts';
import {
  decodeFrame,
  encodeEpoch,
  encodeRefused,
  encodeRight,
  encodeSaved,
  encodeStep1,
  encodeStorage,
} from './protocol.ts';
import { Receipts } from './receipts.ts';
import { refusals } from './refusals.ts';
import type { Room } from './room.ts';
import { WaitingLine } from './waiting-line.ts';
import type { Wire } from './wire.ts';
import type { Message } from './wire-frame.ts';

export interface ConnectionDeps {
  wire: Wire;
  mode: 'work' | 'watch';
  limits: Limits;
  metrics: CollabMetrics;
  feed: Feed;
  /** Told of every update that was not taken. */
  onRefused: (reason: Refusal['reason']) => void;
}

/**
 * One connection of one person to one room:
 *
 *   checking ──admit──▶ admitted ──enter──▶ open ──▶ closed
 *
 * Until it is open, frames wait in a short line; nothing about the room leaves the server before `admit`.
 */
export class Connection implements RoomPeer {
  state: 'checking' | 'admitted' | 'open' | 'closed' = 'checking';
  caller: Caller | undefined;
  /** Resolves when the wire is gone. */
  readonly gone: Promise<void>;
  readonly #deps: ConnectionDeps;
  readonly #rate: FrameRate;
  readonly #line: WaitingLine;
  readonly #receipts = new Receipts();
  #access: RoomAccess | undefined;
  #room: Room | undefined;
  #right: RoomRight = 'watch';
  #isReading = true;
  #isExpelled = false;
  #isSynced = false;
  #sentAt = performance.now();
  readonly #refusePresence = (reason: RefusedFrame): void => this.#count(reason);
  #carets: CaretFeed | undefined;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
    const { maxFramesPerSecond, burstSeconds } = deps.limits;
    this.#rate = new FrameRate(maxFramesPerSecond, burstSeconds);
    this.#line = new WaitingLine(deps.limits);
    this.gone = new Promise((resolve) => {
      deps.wire.listen({
        frame: (data, isBinary) => this.#receive(data, isBinary),
        gone: () => {
          this.#leave();
          resolve();
        },
      });
    });
  }

  get access(): RoomAccess | undefined {
    return this.#access;
  }
  get memberId(): string {
    return this.#access?.memberId ?? '';
  }
  get userId(): string {
    return this.caller?.userId ?? '';
  }
  get right(): RoomRight {
    return this.#right;
  }
  get isExpelled(): boolean {
    return this.#isExpelled;
  }
  get isSynced(): boolean {
    return this.#isSynced;
  }
  get settledFrames(): number {
    return this.#receipts.settled;
  }
  get isCrowdedOut(): boolean {
    return this.#deps.wire.bufferedAmount > this.#deps.limits.maxPresenceBufferedBytes;
  }
  get stamp(): RoomPeer['stamp'] {
    const { memberId, name, role, ink } = this.#access ?? {
      memberId: '',
      name: '',
      role: 'student',
      ink: 0,
    };
    return { memberId, name, role, ink: can(role, 'room.visit') ? 'pen' : inkAt(ink) };
  }

  get visitor(): RoomPeer['visitor'] {
    const access = this.#access;
    if (!access || !can(access.role, 'room.visit')) return undefined;
    return { person: personOf(access), lessonId: access.lessonId };
  }

  /** The check is through: says which document this is and what may be done to it. */
  admit(caller: Caller, access: RoomAccess): void {
    this.caller = caller;
    this.state = 'admitted';
    this.send(encodeEpoch(access.epoch));
    this.allow(access, true);
  }

  /** Takes over what the person may do now; tells the client when it is something else than before. */
  allow(access: RoomAccess, isFirst = false): void {
    // Another epoch is another document: the client has to come back and drop its copy.
    if (this.#access && this.#access.epoch !== access.epoch) {
      this.close('unavailable');
      return;
    }
    this.#access = access;
    const right = this.#deps.mode === 'watch' ? 'watch' : access.right;
    if (!isFirst && right === this.#right) return;
    this.#right = right;
    this.send(encodeRight(right));
  }

  /** The room is loaded: both sides say what they have, then the waiting frames are handled. */
  enter(room: Room, isStoring: boolean): void {
    if (this.state !== 'admitted') return;
    this.state = 'open';
    this.#room = room;
    this.#carets = new CaretFeed(
      this.#deps.limits.caretIntervalMs,
      () => {
        const state = room.presence.stateOf(this);
        return state ? findCaret(room.doc, state) : undefined;
      },
      (caret) => this.#deps.feed.cursor({ roomId: room.id, memberId: this.memberId, ...caret }),
    );
    room.join(this);
    if (!isStoring) this.tellStorage(false);
    this.send(encodeStep1(room.stateVector));
    room.presence.tell(this);
    for (const frame of this.#line.take()) this.#handle(frame);
  }

  send(message: Message): void {
    const { wire, limits } = this.#deps;
    if (this.state === 'closed') return;
    if (wire.bufferedAmount > limits.maxBufferedBytes) {
      this.close('unavailable');
      return;
    }
    this.#sentAt = performance.now();
    wire.send(message);
  }

  saved(stateVector: Uint8Array, frames: number): void {
    if (this.#receipts.acknowledge(frames)) this.send(encodeSaved(stateVector, frames));
  }

  tellStorage(ok: boolean): void {
    if (this.state === 'open') this.send(encodeStorage(ok));
  }

  /** Regular look at the wire: asks for a sign of life, gives one, and cuts a peer that has gone silent. */
  beat(now: number): void {
    const { wire, limits } = this.#deps;
    wire.beat(now);
    if (this.state === 'open' && now - this.#sentAt >= limits.keepAliveMs)
      this.send(keepAliveFrame);
  }

  /** What arrives from now on is neither read nor answered. */
  stopReading(): void {
    this.#isReading = false;
  }

  /** After a pause of the whole process nobody's silence means anything. */
  forgiveSilence(now: number): void {
    this.#deps.wire.forgiveSilence(now);
  }

  close(code: ErrorCode): void {
    this.closeWith(errorTable[code].close, code);
  }

  /** @param reason  the error's code, so that the client can show its own sentence */
  closeWith(closeCode: number, reason: string): void {
    if (this.state === 'closed') return;
    this.#isExpelled = true;
    this.#leave();
    this.#deps.wire.close(closeCode, reason);
  }

  #leave(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.#line.take();
    this.#carets?.close();
    this.#room?.leave(this);
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.state === 'closed' || !this.#isReading) return;
    if (!isBinary) return this.#malformed();
    if (!this.#rate.take(1 + Math.floor(data.byteLength / this.#deps.limits.bytesPerToken))) {
      return this.#tooMany();
    }
    if (this.state === 'open') return this.#handle(data);
    // What waits needs bytes of its own: these are a piece of what the socket reads into.
    if (this.#line.push(new Uint8Array(data))) return;
    this.#count('waiting');
    this.close('unavailable');
  }

  #handle(frame: Uint8Array): void {
    const room = this.#room;
    if (!room) return;
    if (frame.byteLength > this.#deps.limits.maxFrameBytes) {
      room.post({ from: this, kind: 'too-large' });
      return;
    }
    try {
      const message = decodeFrame(frame);
      switch (message.kind) {
        case 'step1':
          return room.post({ from: this, kind: 'step1', stateVector: message.stateVector });
        case 'step2':
          return room.post({ from: this, kind: 'update', update: message.update, isWhole: true });
        case 'update':
          return room.post({ from: this, kind: 'update', update: message.update, isWhole: false });
        case 'awareness':
          return this.#see(room, message.states);
        case 'queryAwareness':
          return room.presence.tell(this);
      }
    } catch {
      this.#malformed();
    }
  }

  answer(outcome: Outcome, isWhole: boolean): void {
    const room = this.#room;
    if (!room || this.state !== 'open') return;
    this.#receipts.receive();
    switch (outcome.kind) {
      case 'done':
        if (isWhole) {
          this.#receipts.answered();
          this.#isSynced = true;
        }
        break;
      case 'refused':
        this.#refuse(outcome.refusal);
        if (isWhole) this.#receipts.answered();
        break;
      case 'incomplete':
        if (isWhole) {
          this.#refuse(refusals.invalid);
          this.#receipts.answered();
        } else if (!this.#receipts.isAsking) {
          this.#receipts.ask();
          this.send(encodeStep1(room.stateVector));
        }
        break;
      case 'malformed':
        return this.#malformed();
      case 'busy':
        this.#count('unsaved');
        return this.close('unavailable');
    }
    this.#receipts.settle();
    room.acknowledge(this);
  }

  charge(parts: number): void {
    const tokens = Math.floor(parts / this.#deps.limits.partsPerToken);
    if (tokens > 0 && !this.#rate.take(tokens)) this.#tooMany();
  }

  #see(room: Room, states: Uint8Array): void {
    if (room.presence.receive(this, states, this.#refusePresence)) this.#carets?.moved();
  }

  #refuse(refusal: Refusal): void {
    this.#count(refusal.reason);
    this.#deps.onRefused(refusal.reason);
    this.send(encodeRefused(refusal));
  }

  #malformed(): void {
    this.#count('malformed');
    this.close('request.invalid');
  }

  #tooMany(): void {
    this.#count('rate');
    this.close('too.many');
  }

  #count(reason: RefusedFrame): void {
    this.#deps.metrics.framesRefused.inc({ reason });
  }
}
