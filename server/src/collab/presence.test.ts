import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { defaultLimits } from './limits.ts';
import type { RoomPeer } from './peer.ts';
import { Presence } from './presence.ts';

/** A connection whose other end is a real y-protocols awareness that echoes like y-websocket. */
class Peer implements RoomPeer {
  readonly memberId: string;
  readonly userId: string;
  readonly right = 'write';
  readonly isExpelled = false;
  readonly isSynced = true;
  readonly settledFrames = 0;
  readonly isCrowdedOut = false;
  readonly stamp;
  readonly awareness: Awareness;
  constructor(name: string, awareness = new Awareness(new Y.Doc())) {
    this.memberId = this.userId = name;
    this.stamp = { memberId: name, name, role: 'student', ink: 'teal' };
    this.awareness = awareness;
  }
  send(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame);
    expect(decoding.readVarUint(decoder)).toBe(1);
    applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(decoder), 'server');
  }
  encode(ids = [this.awareness.clientID]): Uint8Array {
    return encodeAwarenessUpdate(this.awareness, ids);
  }
  /** Names this peer sees, without its own. */
  sees(): string[] {
    const names: string[] = [];
    for (const [id, state] of this.awareness.getStates()) {
      if (id === this.awareness.clientID) continue;
      names.push((state as { user: { name: string } }).user.name);
    }
    return names.sort();
  }
  readonly outcomes: string[] = [];
  answer({ kind }: { kind: string }): void {
    this.outcomes.push(kind);
  }
  charge(): void {}
  saved(): void {}
  close(): void {}
}

let peers: Set<Peer>;
let presence: Presence;
let refused: string[];
beforeEach(() => {
  vi.useFakeTimers();
  peers = new Set();
  presence = new Presence(defaultLimits, peers);
  refused = [];
});
afterEach(() => {
  presence.close();
  vi.useRealTimers();
});

function join(name: string, awareness?: Awareness): Peer {
  const peer = new Peer(name, awareness);
  peers.add(peer);
  presence.tell(peer);
  return peer;
}
function say(peer: Peer, bytes = peer.encode()): void {
  presence.receive(peer, bytes, (reason) => refused.push(reason));
  vi.advanceTimersByTime(100);
}

test('P1: the server writes the name over whatever the client claims', () => {
  const maya = join('maya');
  const leo = join('leo');
  maya.awareness.setLocalState({ user: { name: 'Ms Teacher', role: 'teacher' }, file: 'main' });
  say(maya);
  expect(leo.awareness.getStates().get(maya.awareness.clientID)).toEqual({
    user: maya.stamp,
    file: 'main',
  });
});

test("another's state can be neither changed nor removed, and echoes are harmless", () => {
  const maya = join('maya');
  const leo = join('leo');
  const zoe = join('zoe');
  for (const peer of [maya, leo, zoe]) say(peer);
  const mayaId = maya.awareness.clientID;
  say(leo, leo.encode([mayaId]));
  expect(refused).toEqual([]);
  leo.awareness.meta.set(mayaId, { clock: 99, lastUpdated: 0 });
  say(leo, leo.encode([mayaId]));
  expect(refused).toEqual(['presence-foreign']);
  leo.awareness.getStates().delete(mayaId);
  say(leo, leo.encode([mayaId]));
  expect(zoe.sees()).toEqual(['leo', 'maya']);
});

test('P6: whoever leaves is gone for everybody, also when a late echo of theirs arrives', () => {
  const maya = join('maya');
  const leo = join('leo');
  const zoe = join('zoe');
  for (const peer of [maya, leo, zoe]) say(peer);
  const echo = leo.encode([maya.awareness.clientID]);
  peers.delete(maya);
  presence.leave(maya);
  vi.advanceTimersByTime(100);
  expect(zoe.sees()).toEqual(['leo']);
  say(leo, echo);
  expect(zoe.sees()).toEqual(['leo']);
  expect(join('new').sees()).toEqual(['leo', 'zoe']);
});

test('P4: a person who comes back with the same client id and clock is seen again, before and after the old socket is gone', () => {
  const leo = join('leo');
  const old = join('maya');
  say(old);
  const fresh = join('maya', old.awareness);
  say(fresh);
  peers.delete(old);
  presence.leave(old);
  vi.advanceTimersByTime(100);
  expect(leo.sees()).toEqual(['maya']);
  peers.delete(fresh);
  presence.leave(fresh);
  vi.advanceTimersByTime(100);
  expect(leo.sees()).toEqual([]);
  say(join('maya', old.awareness));
  expect(leo.sees()).toEqual(['maya']);
});

test('P3: a connection speaks for two client ids at most, and for sixteen over its life', () => {
  const maya = join('maya');
  const leo = join('leo');
  const speakAs = (id: number, state: object | null): void => {
    maya.awareness.meta.set(id, { clock: 1, lastUpdated: 0 });
    say(maya, encodeAwarenessUpdate(maya.awareness, [id], new Map(state ? [[id, state]] : [])));
  };
  for (const id of [1, 2, 3]) speakAs(id, {});
  expect(leo.sees()).toEqual(['maya', 'maya']);
  expect(refused).toEqual(['presence-foreign']);
  speakAs(2, null);
  for (let id = 10; id < 60; id++) {
    speakAs(id, {});
    speakAs(id, null);
  }
  // Of the fifty, fourteen were allowed; the others were refused with both their frames.
  expect(refused.length).toBe(1 + 2 * (50 - (defaultLimits.maxPresenceIdsEver - 2)));
});

test('P3: a state over two kilobytes is not passed on', () => {
  const maya = join('maya');
  const leo = join('leo');
  maya.awareness.setLocalState({ note: 'x'.repeat(3000) });
  say(maya);
  expect(refused).toEqual(['presence-size']);
  expect(leo.sees()).toEqual([]);
});

test('P5: of states that follow each other closely only the last one goes out, and it is the one that is read', () => {
  const maya = join('maya');
  const leo = join('leo');
  const changes: unknown[] = [];
  leo.awareness.on('change', () =>
    changes.push(leo.awareness.getStates().get(maya.awareness.clientID)),
  );
  for (const file of ['a', 'b', 'c']) {
    maya.awareness.setLocalState({ file });
    presence.receive(maya, maya.encode(), (reason) => refused.push(reason));
  }
  expect(presence.stateOf(maya)).toEqual({ file: 'c' });
  vi.advanceTimersByTime(100);
  expect(changes).toEqual([{ file: 'c', user: maya.stamp }]);
});

test('a state that is no JSON object is shown to nobody and called malformed', () => {
  const maya = join('maya');
  const leo = join('leo');
  for (const json of ['{"cut', '7', '[]', '"text"', ' null']) {
    const { length } = json;
    say(maya, Uint8Array.of(1, 9, maya.outcomes.length + 1, length, ...Buffer.from(json)));
    expect(maya.outcomes.at(-1)).toBe('malformed');
    expect(leo.sees()).toEqual([]);
    expect(presence.stateOf(maya)).toBeNull();
  }
  expect(maya.outcomes).toHaveLength(5);
});

test('clocks at the end of the integers are refused as malformed', () => {
  const maya = join('maya');
  maya.awareness.meta.set(maya.awareness.clientID, { clock: 2 ** 52, lastUpdated: 0 });
  expect(() => say(maya)).toThrow();
});
