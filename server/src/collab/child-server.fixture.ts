import { openDatabase } from '../storage/database.ts';
import { startServer, TestDoor, type TestPerson } from './collab.fixture.ts';

/**
 * A server process to be killed: `node child-server.fixture.ts <database url> <people as JSON>`.
 * Everybody may write in every room named with them. Prints its address once it listens.
 */
const [, , databaseUrl = '', people = '[]', port = '0'] = process.argv;
const door = new TestDoor();
for (const { person, roomId } of JSON.parse(people) as { person: TestPerson; roomId: string }[]) {
  door.people.set(person.cookie, person);
  door.allow(person, roomId);
}
const { db } = openDatabase(databaseUrl, () => undefined);
const server = await startServer(db, { door, port: Number(port) });
process.stdout.write(`${server.url}\n`);
