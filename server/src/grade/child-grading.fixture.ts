/**
 * A server process that dies at a named step: `node child-grading.fixture.ts <database url> <step> <person> <room id>`.
 * Hands in once. `inside`: in the transaction that stores the attempt. `stored`: after its commit, before any answer.
 */
import { silentLog } from '../log.ts';
import { createClassEvents } from '../classroom/class-events.ts';
import { createAccess } from '../room/access.service.ts';
import type { Caller } from '../room/access.port.ts';
import { openDatabase } from '../storage/database.ts';
import { makeAttempt } from './attempt.service.ts';
import { GradingWorker } from './grading-worker.ts';
import { anExercise, coursesOf, RuleGrader, silentWorker } from './rule-grader.fixture.ts';

const [, , url = '', step = '', caller = '{}', roomId = ''] = process.argv;
const die = (): void => void process.kill(process.pid, 'SIGKILL');
const { db } = openDatabase(url, () => undefined);
const courses = coursesOf(anExercise());
const clock = { now: () => Date.now() };
const inside = {
  now: () => {
    if (step === 'inside') die();
    return Date.now();
  },
};
const text = 'def double(x):\n    return x * 2\n';
await makeAttempt(
  {
    ...{ db, courses, clock: inside, worker: silentWorker(), events: createClassEvents() },
    access: createAccess({ db }),
    rate: { take: () => undefined },
    documents: {
      files: () => Promise.resolve([{ id: 'f', name: 'double.py', text }]),
      change: () => Promise.resolve(),
    },
  },
  JSON.parse(caller) as Caller,
  roomId,
  { exercise: 'test/double', kind: 'submit', clientKey: 'a-click-of-maya' },
);
if (step === 'handed-in') die();
const worker = new GradingWorker({
  ...{ db, courses, clock, log: silentLog, grader: new RuleGrader() },
  onStep: (now) => {
    if (now === step) die();
  },
});
worker.start();
