import { type ChatMessage, liveLimits, personOf } from '@learnflow/shared';
import { eventIdOf } from '../bus/event-id.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Db, Trx } from '../storage/database.ts';
import {
  type ChatRow,
  getMessage,
  insertMessage,
  insertMessageInRooms,
  listMessages,
  listMessagesById,
} from './chat.store.ts';

/** A message, and whether this call stored it: a resend after a cut finds the first one. */
export interface Sent {
  message: ChatMessage;
  isNew: boolean;
}

/**
 * Stores a message before anybody sees it.
 * @param clientKey  chosen by the sender; the same key again is the same message
 */
export async function sendMessage(
  db: Db,
  message: { roomId: string; memberId: string; clientKey: string; body: string },
): Promise<Sent> {
  return db.transaction().execute(async (trx) => {
    const isNew = await insertMessage(trx, message);
    const row = await getMessage(trx, message);
    if (isNew) await appendSent(trx, [row]);
    return { message: presentMessage(row), isNew };
  });
}

/** One message into each room of a lesson, in all of them or in none. @returns those stored now; none on a resend */
export async function sendToLesson(
  db: Db,
  lessonId: string,
  message: { memberId: string; clientKey: string; body: string },
): Promise<ChatMessage[]> {
  return db.transaction().execute(async (trx) => {
    const ids = await insertMessageInRooms(trx, lessonId, message);
    const rows = await listMessagesById(trx, ids);
    await appendSent(trx, rows);
    return rows.map(presentMessage);
  });
}

/** @returns what somebody who enters the room sees, oldest first */
export async function listChat(db: Db, roomId: string): Promise<ChatMessage[]> {
  return (await listMessages(db, roomId, liveLimits.chatHistory)).map(presentMessage);
}

/** Tells of messages of one lesson. */
async function appendSent(trx: Trx, rows: readonly ChatRow[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  await appendEvents(
    trx,
    { lessonId: first.lesson_id },
    rows.map((row) => ({
      id: eventIdOf('chat.sent', row.id),
      type: 'learnflow.chat.sent.v1',
      key: row.room_id,
      at: row.at.getTime(),
      data: {
        ...{ roomId: row.room_id, lessonId: row.lesson_id, memberId: row.member_id },
        ...{ role: row.role, messageId: row.id, body: row.body },
      },
    })),
  );
}

function presentMessage(row: ChatRow): ChatMessage {
  return {
    id: row.id,
    roomId: row.room_id,
    from: personOf({ memberId: row.member_id, name: row.name, role: row.role, ink: row.ink }),
    body: row.body,
    at: row.at.getTime(),
    clientKey: row.client_key,
  };
}
