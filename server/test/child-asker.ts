/**
 * A server process that dies when it comes to a step of answering for the n-th time:
 * `node child-asker.ts <database url> <step> <n>`.
 */
import { EventEmitter } from 'node:events';
import { AskWorker } from '../src/ask/ask-worker.ts';
import { anAnswer, scriptedTutor, useOf } from '../src/ask/scripted-tutor.fixture.ts';
import { silentLog } from '../src/log.ts';
import { openDatabase } from '../src/storage/database.ts';

const [, , url = '', step = '', time = ''] = process.argv;
const { db } = openDatabase(url, () => undefined);
let left = Number(time);
new AskWorker({
  ...{ db, clock: { now: () => Date.now() }, log: silentLog, news: new EventEmitter() },
  ...{ documents: { files: () => Promise.resolve([]) }, courses: { find: () => undefined } },
  tutor: scriptedTutor({ asked: [], answer: () => Promise.resolve({ model: anAnswer() }) }),
  use: useOf({}),
  onStep: (now) => {
    if (now === step) left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  },
}).start();
