import { sql } from 'kysely';
import type { Role } from '@learnflow/shared';
import type { Db, Trx } from '../storage/database.ts';

export interface ChatRow {
  id: string;
  room_id: string;
  lesson_id: string;
  member_id: string;
  client_key: string;
  body: string;
  at: Date;
  name: string;
  role: Role;
  ink: number;
}

export interface NewChatMessage {
  roomId: string;
  memberId: string;
  clientKey: string;
  body: string;
}

/** @returns false when a message with this key was stored before */
export async function insertMessage(db: Db | Trx, message: NewChatMessage): Promise<boolean> {
  const stored = await db
    .insertInto('chat_message')
    .values({
      room_id: message.roomId,
      member_id: message.memberId,
      client_key: message.clientKey,
      body: message.body,
    })
    .onConflict((conflict) => conflict.columns(['room_id', 'member_id', 'client_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return stored !== undefined;
}

/** Puts one message into every room of a lesson. @returns the ids of those that were not there before */
export async function insertMessageInRooms(
  trx: Trx,
  lessonId: string,
  { memberId, clientKey, body }: Omit<NewChatMessage, 'roomId'>,
): Promise<string[]> {
  const stored = await trx
    .insertInto('chat_message')
    .columns(['room_id', 'member_id', 'client_key', 'body'])
    .expression(
      trx
        .selectFrom('room')
        .where('lesson_id', '=', lessonId)
        .select([
          'room.id',
          sql<string>`${memberId}::uuid`.as('member_id'),
          sql<string>`${clientKey}::text`.as('client_key'),
          sql<string>`${body}::text`.as('body'),
        ]),
    )
    .onConflict((conflict) => conflict.columns(['room_id', 'member_id', 'client_key']).doNothing())
    .returning('id')
    .execute();
  return stored.map((row) => row.id);
}

export async function getMessage(
  db: Db | Trx,
  key: Omit<NewChatMessage, 'body'>,
): Promise<ChatRow> {
  return messages(db)
    .where('chat_message.room_id', '=', key.roomId)
    .where('chat_message.member_id', '=', key.memberId)
    .where('chat_message.client_key', '=', key.clientKey)
    .executeTakeFirstOrThrow();
}

export async function listMessagesById(db: Db | Trx, ids: string[]): Promise<ChatRow[]> {
  if (ids.length === 0) return [];
  return messages(db).where('chat_message.id', 'in', ids).execute();
}

/** @returns the newest `limit` messages of the room, oldest first */
export async function listMessages(db: Db, roomId: string, limit: number): Promise<ChatRow[]> {
  const newest = await messages(db)
    .where('chat_message.room_id', '=', roomId)
    .orderBy('chat_message.id', 'desc')
    .limit(limit)
    .execute();
  return newest.reverse();
}

function messages(db: Db | Trx) {
  return db
    .selectFrom('chat_message')
    .innerJoin('class_member', 'class_member.id', 'chat_message.member_id')
    .innerJoin('room', 'room.id', 'chat_message.room_id')
    .select([
      'chat_message.id',
      'room.lesson_id',
      'chat_message.room_id',
      'chat_message.member_id',
      'chat_message.client_key',
      'chat_message.body',
      'chat_message.at',
      'class_member.name',
      'class_member.role',
      'class_member.ink',
    ]);
}
