import { livePath, liveRequests, type LiveRequestName } from '@learnflow/shared';
import { WebSocket } from 'ws';
import { limitOf, mayInClass, mayInRoom, type Tally } from './expectation.ts';
import { payloadsOf } from './payload.ts';
import type { TestProduct } from './product.ts';
import type { Place, Somebody } from './school.ts';

/** Leaving where one never was is nothing. */
const free: readonly LiveRequestName[] = ['room.leave', 'wall.unwatch'];
const always = ['room.enter', 'run.picture', 'ask.clear'] as const;
/** What somebody with less than the whole right may still ask for in their own room; anything new is refused there first. */
const mayWith: Record<string, readonly LiveRequestName[]> = {
  watch: always,
  held: [...always, 'chat.send', 'run.stop', 'run.interrupt', 'hand.set', 'pair.swap'],
  navigate: [
    ...always,
    ...(['chat.send', 'hand.set', 'pair.swap', 'run.start', 'run.input', 'run.eof'] as const),
    ...(['run.interrupt', 'run.stop', 'ask.send'] as const),
  ],
};
/** Requests about a lesson that ask for more than a place in its class. */
const staffOnly: readonly LiveRequestName[] = [
  ...(['wall.watch', 'hand.clear', 'lesson.message'] as const),
  ...(['alert.send', 'alert.join', 'alert.dismiss', 'alert.undo'] as const),
  ...(['answer.send', 'answer.dismiss', 'answer.undo'] as const),
];

/** Everybody with every request in every place, over a socket that speaks socket.io by hand and waits for no permission. */
export async function tryRequests(
  product: TestProduct,
  who: Somebody,
  place: Place,
  tally: Tally,
): Promise<void> {
  const asked: [LiveRequestName, object][] = [];
  for (const name of Object.keys(liveRequests) as LiveRequestName[]) {
    for (const payload of payloadsOf(liveRequests[name], place.ids)) {
      if (who.isSignedIn && maySucceed(who, place, name, payload)) continue;
      asked.push([name, payload]);
    }
  }
  if (asked.length === 0) return;
  const answers = await askAll(product, who, asked);
  tally.attempts += asked.length;
  // Who gets no socket is told so once, whatever they go on to say.
  tally.lines += who.isSignedIn ? asked.length : 1;
  asked.forEach(([name, payload], n) => {
    const answer = answers.get(n);
    const isRefused = who.isSignedIn ? answer?.ok === false : answer === undefined;
    if (isRefused && !['request.invalid', 'server.error'].includes(answer?.error?.code ?? ''))
      return;
    const said = `${who.label} in ${place.label}: ${name} ${JSON.stringify(payload)}`;
    tally.leaks.push(`${said}: ${JSON.stringify(answer)}`);
  });
}

function maySucceed(who: Somebody, place: Place, name: LiveRequestName, payload: object): boolean {
  if (free.includes(name)) return true;
  const isStaff = mayInClass(who, place, 'room.visit');
  const { as } = payload as { as?: string };
  if (!('roomId' in payload)) {
    if (staffOnly.includes(name)) return isStaff;
    if (limitOf(who, place) === 'watch') return (payload as { up?: boolean }).up === false;
    return mayInClass(who, place, 'hand.raise');
  }
  if (!mayInRoom(who, place)) return false;
  if (name === 'room.enter') return isStaff ? as !== 'work' : as === 'work';
  const limit = limitOf(who, place);
  // Handing on the wheel is for the one who has it, and for staff.
  if (name === 'pair.drive' && !isStaff) return place.label === 'room of a pair' && !limit;
  if (name === 'pair.swap') return place.label === 'room of a pair' && !isStaff;
  return limit === undefined || (mayWith[limit] ?? []).includes(name);
}

interface Ack {
  ok?: boolean;
  error?: { code: string };
}

/** @returns the acknowledgement of each request, by its number; none where the server has nothing to do with the sender */
function askAll(
  { port, url }: TestProduct,
  { cookie, isSignedIn }: Somebody,
  asked: readonly [LiveRequestName, object][],
): Promise<Map<number, Ack>> {
  const answers = new Map<number, Ack>();
  const socket = new WebSocket(`ws://127.0.0.1:${port}${livePath}/?EIO=4&transport=websocket`, {
    headers: { origin: url, cookie },
  });
  const send = (from: number): void => {
    asked.slice(from, from + pace).forEach((request, n) => {
      socket.send(`42${from + n}${JSON.stringify(request)}`);
    });
  };
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => resolve(answers));
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      // The engine is open: asks for the namespace, and for everything else in the same breath.
      if (text.startsWith('0')) {
        socket.send('40');
        if (!isSignedIn) send(0);
      } else if (text.startsWith('40')) send(0);
      else if (text.startsWith('44')) socket.close();
      else if (text === '2') socket.send('3');
      const ack = /^43(\d+)(\[.*\])$/s.exec(text);
      if (!ack) return;
      answers.set(Number(ack[1]), (JSON.parse(ack[2] ?? '[]') as Ack[])[0] ?? {});
      if (answers.size === asked.length) socket.close();
      else if (answers.size % pace === 0) send(answers.size);
    });
  });
}

/** Requests of one socket that may wait at the server. */
const pace = 30;
