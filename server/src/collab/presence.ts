import * as encoding from 'lib0/encoding';
import { FrameReader } from './frame-reader.ts';
import type { Limits } from './limits.ts';
import type { RefusedFrame } from './metrics.ts';
import type { RoomPeer } from './peer.ts';
import { encodePresence } from './protocol.ts';
import type { Message } from './wire-frame.ts';

export type PresenceState = Record<string, unknown>;

interface Entry {
  owner: RoomPeer;
  /** Clock as its client counts it; only tells new frames from old ones. */
  clock: number;
  /**
   * The JSON as its client sent it, one character per byte. Fast typing replaces most states before they go out, so reading
   * waits until then.
   */
  raw: string;
  /** The entry as it goes out: id, our clock, stamped JSON; absent until somebody is to get it. */
  bytes: Uint8Array | undefined;
}

/** How y-protocols says that somebody has left. */
const gone = 'null';
/** Ids are Yjs client ids (32 bits); a clock near the end of the integers would break the readers that count on from it. */
const maxClientId = 2 ** 32;
const maxClock = 2 ** 31;
/** Client ids whose last clock is remembered per room after they have gone. */
const maxRemembered = 4096;

/**
 * Who is where in one room. A state belongs to the connection that sent it: its `user` is written by the server, nobody
 * else can change or remove it, and it goes when the connection goes.
 *
 * Clocks are counted by the server: a client that comes back with an old clock would otherwise stay invisible to those
 * who have already seen it leave. Nobody is sent an own state, so the client's own count is never disturbed.
 */
export class Presence {
  readonly #limits: Limits;
  readonly #peers: ReadonlySet<RoomPeer>;
  readonly #entries = new Map<number, Entry>();
  /** Last clock sent out per id and whose it was, also of ids that are gone. */
  readonly #clocks = new Map<number, { clock: number; userId: string }>();
  readonly #idsEver = new WeakMap<RoomPeer, Set<number>>();
  /** Changed ids since the last frame, with the connection they belong to. */
  readonly #dirty = new Map<number, RoomPeer>();
  #timer: NodeJS.Timeout | undefined;
  #sentAt = 0;

  /** @param peers  the connections of the room, kept by the room */
  constructor(limits: Limits, peers: ReadonlySet<RoomPeer>) {
    this.#limits = limits;
    this.#peers = peers;
  }

  /**
   * Takes an awareness update. Clients of y-websocket send everything they hear back to the server; such echoes are
   * ignored without a word. A state that turns out to be no JSON when it is to go out closes its sender then.
   * @param refuse  told why a state was not taken
   * @returns whether a state of the peer's own is new
   * @throws Error when the bytes are not an awareness update
   */
  receive(peer: RoomPeer, states: Uint8Array, refuse: (reason: RefusedFrame) => void): boolean {
    if (states.byteLength > this.#limits.maxPresenceFrameBytes) {
      refuse('presence-size');
      return false;
    }
    const reader = new FrameReader(states);
    const count = reader.varUint();
    let isNew = false;
    for (let index = 0; index < count; index++) {
      const clientId = reader.varUint();
      const clock = reader.varUint();
      const raw = reader.byteString();
      if (clientId >= maxClientId || clock >= maxClock)
        throw new Error('Client id or clock out of range');
      const entry = this.#entries.get(clientId);
      if (entry?.owner === peer && clock < entry.clock) continue;
      if (entry?.owner !== peer && !this.#mayTake(peer, clientId)) {
        if (clock > (this.#clocks.get(clientId)?.clock ?? 0)) refuse('presence-foreign');
      } else if (raw.length > this.#limits.maxAwarenessBytes) {
        refuse('presence-size');
      } else {
        if (raw === gone) {
          if (entry?.owner !== peer) continue;
          this.#remove(clientId);
        } else if (entry?.owner !== peer || clock > entry.clock) {
          this.#set(peer, clientId, clock, raw);
        } else continue;
        isNew = true;
      }
    }
    return isNew;
  }

  /** @returns the connection that speaks under this client id */
  ownerOf(clientId: number): RoomPeer | undefined {
    return this.#entries.get(clientId)?.owner;
  }

  /** @returns a state of this connection, for whoever wants to know where its caret is; null when it has none */
  stateOf(peer: RoomPeer): PresenceState | null {
    for (const { owner, raw } of this.#entries.values()) {
      if (owner === peer) return readState(raw) ?? null;
    }
    return null;
  }

  /** Sends a connection everybody's states but its own: to a newcomer, or when asked. */
  tell(peer: RoomPeer): void {
    const entries: Uint8Array[] = [];
    for (const [clientId, entry] of this.#entries) {
      if (entry.owner !== peer) entries.push(this.#stamp(clientId, entry));
    }
    if (entries.length > 0) peer.send(encodePresence(entries));
  }

  /** The connection is gone, and its states with it. */
  leave(peer: RoomPeer): void {
    for (const [clientId, entry] of this.#entries) {
      if (entry.owner === peer) this.#remove(clientId);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#entries.clear();
    this.#dirty.clear();
  }

  /**
   * A connection may take an id that nobody has used, one it had itself, or, as its first, one that the same person's
   * last connection left behind. Not one that others had: their late echoes would bring the dead back.
   */
  #mayTake(peer: RoomPeer, clientId: number): boolean {
    const last = this.#clocks.get(clientId);
    const ever = this.#idsEver.get(peer);
    let owned = 0;
    for (const entry of this.#entries.values()) if (entry.owner === peer) owned++;
    if (owned >= this.#limits.maxAwarenessIds) return false;
    if (ever?.has(clientId)) return last?.userId === peer.userId;
    if (ever && ever.size >= this.#limits.maxPresenceIdsEver) return false;
    return !last || (last.userId === peer.userId && owned === 0);
  }

  #set(owner: RoomPeer, clientId: number, clock: number, raw: string): void {
    const entry = this.#entries.get(clientId);
    if (entry?.owner === owner) {
      entry.clock = clock;
      entry.raw = raw;
      entry.bytes = undefined;
    } else {
      const ever = this.#idsEver.get(owner) ?? new Set();
      this.#idsEver.set(owner, ever.add(clientId));
      this.#entries.set(clientId, { owner, clock, raw, bytes: undefined });
      // Also before anybody has heard of it: from now on the id is taken.
      this.#nextClock(clientId, owner.userId, clock);
    }
    this.#touch(clientId, owner);
  }

  /** @returns the entry with the server's word on who it is */
  #stamp(clientId: number, entry: Entry): Uint8Array {
    if (entry.bytes) return entry.bytes;
    const { owner } = entry;
    const state = readState(entry.raw);
    if (!state) owner.answer({ kind: 'malformed' }, false);
    const json = state ? JSON.stringify({ ...state, user: owner.stamp }) : gone;
    const clock = this.#nextClock(clientId, owner.userId, entry.clock);
    return (entry.bytes = encodeEntry(clientId, clock, json));
  }

  #remove(clientId: number): void {
    const entry = this.#entries.get(clientId);
    if (!entry) return;
    this.#entries.delete(clientId);
    this.#touch(clientId, entry.owner);
  }

  #nextClock(clientId: number, userId: string, atLeast: number): number {
    // From 1 on: y-protocols ignores clock 0 of an id that it has not seen.
    const clock = Math.max(atLeast, (this.#clocks.get(clientId)?.clock ?? 0) + 1);
    this.#clocks.delete(clientId);
    this.#clocks.set(clientId, { clock, userId });
    if (this.#clocks.size > maxRemembered) {
      for (const oldest of this.#clocks.keys()) {
        if (this.#entries.has(oldest)) continue;
        this.#clocks.delete(oldest);
        break;
      }
    }
    return clock;
  }

  #touch(clientId: number, owner: RoomPeer): void {
    this.#dirty.set(clientId, owner);
    if (this.#timer) return;
    const isCrowded = this.#peers.size > this.#limits.crowdedAt;
    const intervalMs = isCrowded
      ? this.#limits.crowdedPresenceIntervalMs
      : this.#limits.presenceIntervalMs;
    const waitMs = Math.max(0, this.#sentAt + intervalMs - performance.now());
    this.#timer = setTimeout(() => this.#flush(), waitMs);
  }

  #flush(): void {
    this.#timer = undefined;
    this.#sentAt = performance.now();
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    // Alone in a room nobody's caret is worth a line of JSON.
    if (
      this.#peers.size === 0 ||
      (this.#peers.size === 1 && dirty.every(([, owner]) => this.#peers.has(owner)))
    ) {
      return;
    }
    const changed = dirty.map(([clientId, owner]) => {
      const entry = this.#entries.get(clientId);
      return entry
        ? { owner: entry.owner, bytes: this.#stamp(clientId, entry) }
        : { owner, bytes: this.#encodeGone(clientId, owner) };
    });
    const owners = new Set(changed.map(({ owner }) => owner));
    let common: Message | undefined;
    for (const peer of this.#peers) {
      if (peer.isCrowdedOut) continue;
      if (!owners.has(peer)) {
        peer.send((common ??= encodePresence(changed.map(({ bytes }) => bytes))));
        continue;
      }
      const others = changed.filter(({ owner }) => owner !== peer);
      if (others.length > 0) peer.send(encodePresence(others.map(({ bytes }) => bytes)));
    }
  }

  #encodeGone(clientId: number, owner: RoomPeer): Uint8Array {
    return encodeEntry(clientId, this.#nextClock(clientId, owner.userId, 0), gone);
  }
}

/** @returns undefined when the bytes are not a JSON object */
function readState(raw: string): PresenceState | undefined {
  try {
    const state: unknown = JSON.parse(Buffer.from(raw, 'latin1').toString());
    if (typeof state !== 'object' || state === null || Array.isArray(state)) return undefined;
    return { ...state };
  } catch {
    return undefined;
  }
}

function encodeEntry(clientId: number, clock: number, json: string): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, clientId);
  encoding.writeVarUint(encoder, clock);
  encoding.writeVarString(encoder, json);
  return encoding.toUint8Array(encoder);
}

/** An awareness frame without states: only a sign of life for y-websocket, which gives up after 30 s of silence. */
export const keepAliveFrame = encodePresence([]);
