import { messageType } from '@learnflow/shared';
import { expect, onTestFinished } from 'vitest';
import type * as Y from 'yjs';
import { aRoom } from '../../test/world.ts';
import type { Db } from '../storage/database.ts';
import {
  openRaw,
  openSynced,
  type TestClient,
  type TestDoor,
  type TestPerson,
} from './collab.fixture.ts';

/** For tests of the collaboration server: people who come into a room and leave with the end of the test. */

/** A room, and people of these names with the right to write there. */
export async function aRoomFor(
  db: Db,
  door: TestDoor,
  ...names: string[]
): Promise<{ roomId: string; people: TestPerson[] }> {
  const { id: roomId } = await aRoom(db);
  const people = names.map((name) => door.person(name));
  for (const person of people) door.allow(person, roomId);
  return { roomId, people };
}

/** Call it within a test. @returns the same client */
export function leaveAtEnd(client: TestClient): TestClient {
  onTestFinished(() => client.leave());
  return client;
}

/** Resolves with the open, synced client. @param person  undefined fails the test */
export async function enter(
  server: { url: string },
  roomId: string,
  person: TestPerson | undefined,
  doc?: Y.Doc,
): Promise<TestClient> {
  if (!person) expect.fail('nobody');
  return leaveAtEnd(await openSynced(server, { roomId, person, ...(doc ? { doc } : {}) }));
}

/** A websocket for frames that no honest client sends, with the refusals it has heard. */
export async function intrude(
  server: { url: string },
  roomId: string,
  person: TestPerson | undefined,
) {
  const raw = await openRaw(server, { roomId, person: person ?? expect.fail('nobody') });
  onTestFinished(() => raw.socket.terminate());
  const refusals = (): string[] =>
    raw.frames
      .filter(([type]) => type === messageType.refused)
      .map((frame) => Buffer.from(frame).toString());
  return { ...raw, refusals };
}

/** @returns the updates that `change` makes of the document */
export function updatesOf(doc: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const keep = (update: Uint8Array): number => updates.push(update);
  doc.on('update', keep);
  change(doc);
  doc.off('update', keep);
  return updates;
}
