import { type ChatMessage, liveLimits, personOf } from '@learnflow/shared';
import type { Db } from '../storage/database.ts';
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
  const isNew = await insertMessage(db, message);
  return { message: presentMessage(await getMessage(db, message)), isNew };
}

/** One message into each room of a lesson, in all of them or in none. @returns those stored now; none on a resend */
export async function sendToLesson(
  db: Db,
  lessonId: string,
  message: { memberId: string; clientKey: string; body: string },
): Promise<ChatMessage[]> {
  return db.transaction().execute(async (trx) => {
    const ids = await insertMessageInRooms(trx, lessonId, message);
    return (await listMessagesById(trx, ids)).map(presentMessage);
  });
}

/** @returns what somebody who enters the room sees, oldest first */
export async function listChat(db: Db, roomId: string): Promise<ChatMessage[]> {
  return (await listMessages(db, roomId, liveLimits.chatHistory)).map(presentMessage);
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
