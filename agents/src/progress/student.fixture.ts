import { createHash, randomUUID } from 'node:crypto';
import {
  type EventData,
  type EventType,
  parseEvent,
  type ProgressCatalog,
} from '@learnflow/shared';
import { progress } from './progress.ts';
import type { ProgressOfStudent, ProgressState } from './state.ts';
import { viewProgress } from './view.ts';

const dayMs = 24 * 60 * 60_000;
type Watched = Parameters<typeof progress.keysOf>[0];

/** Events go in, the states of an agent come out; time is what the test says. */
export class TestProgress {
  readonly states = new Map<string, ProgressState>();
  readonly log: Watched[] = [];
  now = Date.parse('2026-11-23T09:00:00Z');

  tell<T extends EventType>(type: T, data: EventData<T>): void {
    const event = parseEvent({
      ...{ specversion: '1.0', id: randomUUID(), source: 'test', type, subject: 'room' },
      ...{ time: new Date(this.now).toISOString(), datacontenttype: 'application/json' },
      ...{ sequence: this.log.length + 1, data },
    }) as Watched;
    this.log.push(event);
    take(this.states, event);
  }

  wait(days: number): void {
    this.now += days * dayMs;
  }

  /** What somebody who begins with nothing knows after the same events. */
  replayed(): Map<string, ProgressState> {
    const states = new Map<string, ProgressState>();
    for (const event of this.log) take(states, event);
    return states;
  }
}

function take(states: Map<string, ProgressState>, event: Watched): void {
  const keys = progress.keysOf(event);
  const reaction = progress.handle(
    keys.map((key) => states.get(key)),
    event,
  );
  for (const [i, state] of reaction.states.entries()) {
    const key = keys[i];
    if (key !== undefined && state !== undefined) states.set(key, progress.state.parse(state));
  }
}

export const hashOf = (states: Map<string, ProgressState>): string =>
  createHash('sha256')
    .update(JSON.stringify([...states].sort()))
    .digest('hex');

export class TestLearner {
  readonly memberId = randomUUID();
  readonly #world: TestProgress;
  readonly #place: { lessonId: string; roomId: string };

  constructor(world: TestProgress) {
    this.#world = world;
    this.#place = { lessonId: randomUUID(), roomId: randomUUID() };
  }

  get #self() {
    return { ...this.#place, memberId: this.memberId, role: 'student' as const };
  }
  get state(): ProgressOfStudent {
    return this.#world.states.get(this.memberId) as ProgressOfStudent;
  }

  attempt(
    exercise: string,
    kind: 'check' | 'submit',
    passed: number,
    total: number,
    ...partners: TestLearner[]
  ): void {
    this.#world.tell('learnflow.attempt.graded.v1', {
      ...{ ...this.#self, attemptId: randomUUID(), exercise, kind, passed, total },
      score: (100 * passed) / total,
      ...(partners.length > 0 ? { partners: partners.map(({ memberId }) => memberId) } : {}),
    });
  }

  review(exercise: string, quality: number): void {
    this.#world.tell('learnflow.attempt.reviewed.v1', {
      ...{ ...this.#self, attemptId: randomUUID(), exercise, quality, score: quality },
    });
  }

  quiz(quiz: string, score: number): void {
    this.#world.tell('learnflow.quiz.finished.v1', { ...this.#self, quiz, score });
  }

  view(catalog: ProgressCatalog) {
    const { states, now } = this.#world;
    const time = { now, timeZone: 'Europe/Berlin' };
    return viewProgress(states, this.memberId, catalog, time);
  }
}

/** Loops with two exercises and a quiz, lists with one. */
export const aCatalog: ProgressCatalog = {
  exercises: [
    anExercise('c/countdown', 'Countdown', 'Loops', 'easy'),
    anExercise('c/table', 'Times table', 'Loops', 'medium'),
    anExercise('c/rainfall', 'Rainfall', 'Lists', 'hard'),
  ],
  quizzes: [{ id: 'c/loops', title: 'Round and round', topics: ['Loops'] }],
  modules: [
    { title: 'Control flow', topics: ['Loops'] },
    { title: 'Data', topics: ['Lists'] },
  ],
};

function anExercise(
  id: string,
  title: string,
  topic: string,
  difficulty: ProgressCatalog['exercises'][number]['difficulty'],
): ProgressCatalog['exercises'][number] {
  return { ...{ id, title, topic, difficulty }, tests: 5, isGiven: true, isOpen: true };
}
