import {
  type JoinReply,
  type LessonView,
  type LiveAck,
  livePath,
  type LiveRequestName,
} from '@learnflow/shared';
import { io } from 'socket.io-client';
import type { Product } from '../e2e/product.ts';

/** A room and the cookie of the student it belongs to. */
export interface Seat {
  roomId: string;
  lessonId: string;
  memberId: string;
  cookie: string;
  name: string;
}
export interface School {
  teacherCookie: string;
  /** Lets this many more students in, each with a room of their own. */
  join(count: number): Promise<Seat[]>;
  /** What the teacher does on their own pages. */
  post(path: string, body: unknown): Promise<unknown>;
  /** Seats two students in the room of the first, who drives; the other navigates. @returns what undoes the driving */
  pair(driver: Seat, navigator: Seat): Promise<() => Promise<void>>;
}

/** A class takes up to 60. */
const classSize = 50;

/** Opens and starts lessons through the public HTTP doors of a fresh product. */
export async function openSchool(product: Pick<Product, 'url' | 'link'>): Promise<School> {
  const token = product.link.split('#')[1] ?? '';
  const setUp = await call(product.url, '/api/setup', undefined, {
    token,
    name: 'Ms Adeyemi',
    passphrase: 'seven wet days',
  });
  const teacherCookie = setUp.cookie;
  let classes = 0;
  let places = 0;
  let code = '';
  const openClass = async (): Promise<void> => {
    const opened = await call<LessonView>(product.url, '/api/lessons/open', teacherCookie, {
      className: `10B Computing ${++classes}`,
      title: 'Lists and loops',
      work: 'alone',
    });
    const path = `/api/lessons/${opened.body.id}/start`;
    const { body: lesson } = await call<LessonView>(product.url, path, teacherCookie, {});
    code = lesson.code;
    places = classSize;
  };
  let joined = 0;
  const join = async (count: number): Promise<Seat[]> => {
    const seats: Seat[] = [];
    for (let n = 0; n < count; n++, places--) {
      if (places === 0) await openClass();
      const name = `Student ${++joined}`;
      const reply = await call<JoinReply>(product.url, '/api/join', undefined, { code, name });
      const { roomId, lessonId, memberId } = reply.body;
      seats.push({ roomId, lessonId, memberId, cookie: reply.cookie, name });
    }
    return seats;
  };
  const post = async (path: string, body: unknown): Promise<unknown> =>
    (await call(product.url, path, teacherCookie, body)).body;
  const pair = async (driver: Seat, navigator: Seat): Promise<() => Promise<void>> => {
    const memberIds = [driver.memberId, navigator.memberId];
    await post(`/api/lessons/${driver.lessonId}/pairs`, { memberIds });
    const drive = (memberId: string | null): Promise<void> =>
      askLive(product.url, teacherCookie, 'pair.drive', { roomId: driver.roomId, memberId });
    await drive(driver.memberId);
    return () => drive(null);
  };
  return { teacherCookie, join, post, pair };
}

/** One request over a live socket. @throws Error when it is refused or not answered */
async function askLive(
  url: string,
  cookie: string,
  name: LiveRequestName,
  request: unknown,
): Promise<void> {
  const socket = io(url, {
    path: livePath,
    transports: ['websocket'],
    extraHeaders: { cookie, origin: url },
    forceNew: true,
  });
  try {
    const reply = (await socket.timeout(10_000).emitWithAck(name, request)) as LiveAck<unknown>;
    if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply)}`);
  } finally {
    socket.disconnect();
  }
}

async function call<Reply = unknown>(
  url: string,
  path: string,
  cookie: string | undefined,
  body: unknown,
): Promise<{ body: Reply; cookie: string }> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  const set = response.headers.getSetCookie().map((line) => line.split(';')[0]);
  return { body: JSON.parse(text) as Reply, cookie: set.join('; ') };
}
