import { apiLimits, type LessonView, type MemberView } from '@learnflow/shared';
import { call, CookieJar } from './browserless.ts';
import { classNames } from './names.ts';
import { planSteps } from './plan.ts';
import { chanceFrom } from './random.ts';
import { Student } from './student.ts';

export interface DemoOptions {
  /** Address of the server, e.g. http://127.0.0.1:4000 */
  url: string;
  /** Token of the demo teacher's link. */
  token: string;
  students: number;
  seed: number;
  /** 1 = human speed; 4 = four times as fast. */
  speed: number;
  say(line: string): void;
}

export interface DemoClass {
  lesson: LessonView;
  /** Resolves when everybody has joined. */
  arrived: Promise<void>;
  close(): void;
}

/** Time in which the class comes in, in human milliseconds. */
const arrivalMs = 12_000;
const visitors = 20;
/** These work together, as Maya and Leo do at every school. */
const pairs = [
  [0, 1],
  [9, 10],
] as const;

/**
 * Opens a lesson as the demo teacher and brings a class of simulated students into it, all through the doors that
 * people use: HTTP, the live channel and the collaboration sockets.
 */
export async function startDemoClass(options: DemoOptions): Promise<DemoClass> {
  const { url, students: count, speed } = options;
  const teacher = new CookieJar();
  await call(url, teacher, 'POST', '/api/demo', { token: options.token });
  const lesson = await call<LessonView>(url, teacher, 'POST', '/api/lessons/open', {
    className: '10B Computing',
    title: 'Lists and loops',
  });
  const names = classNames(count);
  // Room for the class and a few visitors who join it from their own browser.
  await call(url, teacher, 'PATCH', `/api/classes/${lesson.classId}`, {
    maxMembers: Math.min(apiLimits.classSize, count + visitors),
  });
  await call(url, teacher, 'POST', `/api/classes/${lesson.classId}/roster`, { names });
  await call(url, teacher, 'POST', `/api/lessons/${lesson.id}/start`);

  const chance = chanceFrom(options.seed);
  const students: Student[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const arrived = Promise.all(
    names.map(
      (name, i) =>
        new Promise<void>((resolve) => {
          const student = new Student({
            url,
            code: lesson.code,
            name,
            speed,
            steps: planSteps(chance.fork(i)),
          });
          students.push(student);
          const timer = setTimeout(
            () => {
              timers.delete(timer);
              student.work().catch((error: unknown) => {
                options.say(
                  `${name} stopped: ${error instanceof Error ? error.message : String(error)}`,
                );
              });
              resolve();
            },
            ((i / count) * arrivalMs) / speed,
          );
          timers.add(timer);
        }),
    ),
  ).then(() => undefined);
  const pairing = arrived.then(() => pairUp(url, teacher, lesson, names));
  pairing.catch((error: unknown) => {
    options.say(
      `The pairs could not be formed: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  return {
    lesson,
    arrived,
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      for (const student of students) student.close();
    },
  };
}

async function pairUp(
  url: string,
  teacher: CookieJar,
  lesson: LessonView,
  names: string[],
): Promise<void> {
  // The last arrivals are still on their way through the door.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const members = await call<MemberView[]>(
    url,
    teacher,
    'GET',
    `/api/classes/${lesson.classId}/members`,
  );
  for (const pair of pairs) {
    const memberIds = pair.flatMap((i) => {
      const member = members.find((m) => m.name === names[i] && m.joined);
      return member ? [member.id] : [];
    });
    if (memberIds.length === pair.length) {
      await call(url, teacher, 'POST', `/api/lessons/${lesson.id}/pairs`, { memberIds });
    }
  }
}
