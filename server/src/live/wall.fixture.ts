import { applyTileDelta, type ServerToClient, type Tile } from '@learnflow/shared';
import type { SmallClass } from '../../test/small-class.ts';
import type { TestPerson } from '../../test/world.ts';
import { ask, type LiveClient, type LiveWorld, type Typist } from './live.fixture.ts';

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
