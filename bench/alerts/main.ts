/**
 * How soon help is there: a class of 30 on the real server, five programs at a time that fail, three times each.
 *
 * - the alert: from the student's page hearing that the end of the third run is stored, to the teacher's console hearing
 *   of the alert, through outbox, relay, agent and consumer;
 * - the explanation: from the last output of the program to what its error means, storing included;
 * - a hint: from the click to its text, stored.
 */
import type { BrowserContext } from '@playwright/test';
import { request } from '@playwright/test';
import { joinLesson, setUpTeacher, startLesson } from '../../e2e/people.ts';
import { startProduct } from '../../e2e/product.ts';
import { type Figure, percentile } from '../report.ts';
import { ask } from '../../server/src/live/live.fixture.ts';
import { aStudent, connect, type SignedIn } from './student.ts';

const students = 30;
const atOnce = 5;
/** As many as the standard threshold of a class. */
const failures = 3;
const patienceMs = 30_000;

export async function benchAlerts(): Promise<Figure[]> {
  const product = await startProduct();
  const { url } = product;
  try {
    const teacher = await request.newContext();
    await setUpTeacher(asContext(teacher), product);
    const lesson = await startLesson(asContext(teacher), url);
    const rooms: { person: SignedIn; memberId: string; roomId: string }[] = [];
    for (let n = 0; n < students; n += 1) {
      const device = await request.newContext();
      const { memberId, roomId } = await joinLesson(
        asContext(device),
        url,
        lesson.code,
        `Student ${n}`,
      );
      rooms.push({ person: { url, cookie: await cookieOf(device) }, memberId, roomId });
    }
    const console = await connect({ url, cookie: await cookieOf(teacher) });
    const lessonId = lesson.id;
    await ask(console, 'wall.watch', { lessonId });
    const alerted = new Map<string, number>();
    console.on('alert', ({ id: alertId, memberId, action }) => {
      if (action !== null || alerted.has(memberId)) return;
      alerted.set(memberId, performance.now());
      // Only so many of a class are told of at once: make room for the next.
      void ask(console, 'alert.dismiss', { lessonId, alertId });
    });
    const taken = { alert: [] as number[], explanation: [] as number[], hint: [] as number[] };
    for (let first = 0; first < students; first += atOnce) {
      await Promise.all(
        rooms.slice(first, first + atOnce).map(async ({ person, memberId, roomId }) => {
          const student = await aStudent(person, roomId);
          let endedAt = 0;
          for (let n = 0; n < failures; n += 1) {
            const run = await student.fail();
            taken.explanation.push(run.explainedAt - run.lastOutputAt);
            if (n === 0) taken.hint.push(await student.openHint(run.runId));
            endedAt = run.endedAt;
          }
          taken.alert.push((await until(() => alerted.get(memberId))) - endedAt);
          await student.leave();
        }),
      );
    }
    console.disconnect();
    return [
      ...figuresOf('end of a run stored → alert on a console', taken.alert, 1_000),
      ...figuresOf('last output → explanation', taken.explanation, 100),
      ...figuresOf('click → hint', taken.hint, 50),
    ];
  } finally {
    await product.remove();
  }
}

function figuresOf(name: string, samples: number[], most: number): Figure[] {
  return [0.5, 0.95, 0.99].map((share) => ({
    name: `${name}, p${share * 100} of ${samples.length}`,
    ...{ value: percentile(samples, share), unit: 'ms', aim: { most } },
  }));
}

async function until(found: () => number | undefined): Promise<number> {
  const endAt = performance.now() + patienceMs;
  for (;;) {
    const at = found();
    if (at !== undefined) return at;
    if (performance.now() > endAt) throw new Error('An alert did not come.');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

type Device = Awaited<ReturnType<typeof request.newContext>>;
/** The helpers of the browser tests need nothing else of a browser. */
const asContext = (device: Device): BrowserContext =>
  ({ request: device }) as unknown as BrowserContext;

async function cookieOf(device: Device): Promise<string> {
  const { cookies } = await device.storageState();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}
