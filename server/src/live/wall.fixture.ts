import { applyTileDelta, type ServerToClient, type Tile } from '@learnflow/shared';
import { aClass, aLesson, aRoom, aStudent, aTeacher, type TestPerson } from '../../test/world.ts';
import type { Db } from '../storage/database.ts';
import { ask, type LiveClient, type LiveWorld, type Typist } from './live.fixture.ts';

/** One teacher, two students in rooms of their own, in a lesson that runs. */
export interface SmallClass {
  teacher: TestPerson;
  maya: TestPerson;
  leo: TestPerson;
  lessonId: string;
  mayasRoom: string;
  leosRoom: string;
}

export async function aSmallClass(db: Db): Promise<SmallClass> {
  const { id: classId } = await aClass(db);
  const teacher = await aTeacher(db, { classId, name: 'Ms Lind' });
  const maya = await aStudent(db, { classId, name: 'Maya', ink: 1 });
  const leo = await aStudent(db, { classId, name: 'Leo', ink: 2 });
  const { id: lessonId } = await aLesson(db, { classId });
  const mayasRoom = (await aRoom(db, { lessonId, ownerId: maya.memberId })).id;
  const leosRoom = (await aRoom(db, { lessonId, ownerId: leo.memberId })).id;
  return { teacher, maya, leo, lessonId, mayasRoom, leosRoom };
}

/** Puts a student into another room, as pairing does in the database. */
export async function seat(db: Db, person: TestPerson, roomId: string): Promise<void> {
  await db
    .updateTable('seat')
    .set({ room_id: roomId })
    .where('member_id', '=', person.memberId)
    .execute();
}

/** A console as the client keeps it: a snapshot, then deltas. */
export class Console {
  readonly tiles = new Map<string, Tile>();
  readonly batches: { at: number; batch: Parameters<ServerToClient['wall.delta']>[0] }[] = [];
  readonly client: LiveClient;

  constructor(client: LiveClient) {
    this.client = client;
    client.on('wall.delta', (batch) => {
      this.batches.push({ at: performance.now(), batch });
      for (const tile of batch.added) this.tiles.set(tile.id, tile);
      for (const id of batch.gone) this.tiles.delete(id);
      for (const delta of batch.deltas) {
        const tile = this.tiles.get(delta.id);
        if (!tile) throw new Error('A delta came for a tile that was never told.');
        this.tiles.set(delta.id, applyTileDelta(tile, delta));
      }
    });
  }

  async watch(lessonId: string): Promise<void> {
    const snapshot = await ask(this.client, 'wall.watch', { lessonId });
    for (const tile of snapshot.tiles) this.tiles.set(tile.id, tile);
  }

  tile(person: TestPerson): Tile {
    const tile = this.tiles.get(person.memberId);
    if (!tile) throw new Error(`There is no tile of ${person.name}.`);
    return tile;
  }
}

export async function aConsole(
  world: LiveWorld,
  { teacher, lessonId }: SmallClass,
): Promise<Console> {
  const console = new Console(await world.connect(world.signIn(teacher)));
  await console.watch(lessonId);
  return console;
}

/** A student at work: live socket and document open. */
export async function comesToWork(
  world: LiveWorld,
  person: TestPerson,
  roomId: string,
): Promise<{ client: LiveClient; typist: Typist }> {
  const cookie = world.signIn(person);
  const client = await world.connect(cookie);
  await ask(client, 'room.enter', { roomId, as: 'work' });
  return { client, typist: await world.typist(cookie, roomId) };
}
