import { livePath, messageType } from '@learnflow/shared';
import * as decoding from 'lib0/decoding';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createAuth } from '../../src/account/auth.ts';
import { createGuests } from '../../src/account/guests.ts';
import { silentLog } from '../../src/log.ts';
import { Device } from '../http.ts';
import { aClass, aLesson, aRoom, createTestDatabase, type TestDatabase } from '../world.ts';
import { enrollGuest } from './enroll.ts';
import { startTestProduct, type TestProduct } from './product.ts';

const students = 30;
/** What is asked for is a second, and five; a busy machine gets longer, and the times are printed. */
const patience = { timeout: 30_000, interval: 20 };

let database: TestDatabase;
let product: TestProduct;
let teacher: Device;
let lessonId: string;
let classroom: Student[];

/** A student at work: the room's document and the live side, each on a socket of its own. */
interface Student {
  device: Device;
  userId: string;
  memberId: string;
  right: string;
  /** Close code of the document's socket. */
  closed: number | undefined;
  live: Socket;
}

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  product = await startTestProduct(db);
  const guests = createGuests(createAuth({ db, secret: product.secret, log: silentLog }));
  const { id: classId } = await aClass(db);
  ({ id: lessonId } = await aLesson(db, { classId }));
  const join = async (name: string, role: 'teacher' | 'student') => {
    const { userId, cookies } = await guests.create(name, {});
    const device = new Device(product.url);
    device.keep(cookies);
    return { device, userId, memberId: await enrollGuest(db, { classId, role, userId, name }) };
  };
  teacher = (await join('Ms Lind', 'teacher')).device;
  classroom = [];
  for (let n = 0; n < students; n++) {
    const person = await join(`Student ${n}`, 'student');
    const room = await aRoom(db, { lessonId, ownerId: person.memberId });
    classroom.push(atWork(person, room.id));
  }
}, 120_000);
afterAll(async () => {
  for (const { live } of classroom) live.disconnect();
  await product.close();
  await database.close();
});

function atWork(
  person: { device: Device; userId: string; memberId: string },
  roomId: string,
): Student {
  const headers = { cookie: person.device.cookie, origin: product.url };
  const live = io(product.url, {
    ...{ path: livePath, transports: ['websocket'], forceNew: true, reconnection: false },
    extraHeaders: headers,
  });
  live.on('connect', () => live.emit('room.enter', { roomId, as: 'work' }));
  const student: Student = { ...person, right: '', closed: undefined, live };
  const socket = new WebSocket(`${product.url.replace('http', 'ws')}/collab/${roomId}?v=1`, {
    headers,
  });
  socket.on('message', (data: Buffer) => {
    const decoder = decoding.createDecoder(new Uint8Array(data));
    if (decoding.readVarUint(decoder) !== messageType.right) return;
    student.right = (JSON.parse(decoding.readVarString(decoder)) as { right: string }).right;
  });
  socket.on('close', (code) => (student.closed = code));
  return student;
}

const isHere = ({ right, closed, live }: Student): boolean =>
  right === 'write' && closed === undefined && live.connected;
const isGone = ({ closed, live }: Student): boolean => closed !== undefined && !live.connected;

/** Resolves when it holds for all, and prints how long that took. */
async function all(what: string, who: Student[], holds: (one: Student) => boolean): Promise<void> {
  const began = performance.now();
  await expect.poll(() => who.filter(holds).length, patience).toBe(who.length);
  console.log(`${what}: ${who.length} students after ${Math.round(performance.now() - began)} ms`);
}

test('held editors, and let go again, reach every open document of a class', async () => {
  await all('at work', classroom, isHere);
  expect((await teacher.call('POST', `/api/lessons/${lessonId}/hold`, { held: true })).status).toBe(
    200,
  );
  await all('held', classroom, ({ right }) => right === 'held');
  await teacher.call('POST', `/api/lessons/${lessonId}/hold`, { held: false });
  await all('let go', classroom, ({ right }) => right === 'write');
  expect(classroom.every(isHere)).toBe(true);
}, 120_000);

test('who leaves the class, signs out, or loses the sign-in without anybody telling is out with every socket', async () => {
  const [removed, leaving, ended] = [
    classroom.slice(0, 10),
    classroom.slice(10, 20),
    classroom.slice(20),
  ];
  for (const { memberId } of removed) {
    expect((await teacher.call('DELETE', `/api/members/${memberId}`)).status).toBe(200);
  }
  await all('taken out of the class', removed, isGone);
  expect(new Set(removed.map(({ closed }) => closed))).toEqual(new Set([4403]));
  expect([...leaving, ...ended].every(isHere)).toBe(true);

  for (const { device } of leaving) await device.call('POST', '/api/sign-out');
  await all('signed out', leaving, isGone);
  expect(new Set(leaving.map(({ closed }) => closed))).toEqual(new Set([4401]));
  expect(ended.every(isHere)).toBe(true);

  // As an operator who locks accounts out, or a sign-in that expires.
  const userIds = ended.map(({ userId }) => userId);
  await database.db.deleteFrom('session').where('userId', 'in', userIds).execute();
  await all('sign-in ended in the database', ended, isGone);
  expect(new Set(ended.map(({ closed }) => closed))).toEqual(new Set([4401]));
}, 120_000);
