import { randomUUID } from 'node:crypto';
import { type EventData, type EventType, parseEvent, struggleRules } from '@learnflow/shared';
import type { Told } from '../agent.ts';
import { rankNeeds } from './needs.ts';
import type { LessonState, StruggleState, StudentState } from './state.ts';
import { struggle, studentKey } from './struggle.ts';

const minuteMs = 60_000;
export const exercise = 'first-steps/rainfall';

/** A class as the agent sees it: events go in, what it tells comes out, and time is what the test says. */
export class TestClass {
  readonly lessonId = randomUUID();
  readonly told: Told[] = [];
  readonly states = new Map<string, StruggleState>();
  now = Date.parse('2026-11-28T09:00:00Z');
  #sequence = 0;

  constructor(
    students = 10,
    rules: Partial<EventData<'learnflow.lesson.opened.v1'>['rules']> = {},
  ) {
    this.tell('learnflow.lesson.opened.v1', {
      ...{ lessonId: this.lessonId, classId: randomUUID(), title: 'Loops' },
      rules: struggleRules.parse(rules),
    });
    for (let n = 0; n < students; n++) new TestStudent(this);
  }

  tell<T extends EventType>(type: T, data: EventData<T>): void {
    this.#sequence += 1;
    const event = parseEvent({
      ...{ specversion: '1.0', id: randomUUID(), source: 'test', type, subject: this.lessonId },
      ...{ time: new Date(this.now).toISOString(), datacontenttype: 'application/json' },
      ...{ sequence: this.#sequence, data },
    }) as Parameters<typeof struggle.keysOf>[0];
    const keys = struggle.keysOf(event);
    const reaction = struggle.handle(
      keys.map((key) => this.states.get(key)),
      event,
    );
    for (const [i, state] of reaction.states.entries()) {
      const key = keys[i];
      if (key !== undefined && state !== undefined)
        this.states.set(key, struggle.state.parse(state));
    }
    this.told.push(...reaction.tells);
  }

  /** Minutes pass. */
  wait(minutes: number): void {
    this.now += minutes * minuteMs;
  }

  get lesson(): LessonState {
    return this.states.get(this.lessonId) as LessonState;
  }

  get alerts(): EventData<'learnflow.alert.raised.v1'>[] {
    return this.told.flatMap((told) =>
      told.type === 'learnflow.alert.raised.v1' ? [told.data] : [],
    );
  }

  get settled(): string[] {
    return this.told.flatMap((told) =>
      told.type === 'learnflow.alert.settled.v1' ? [told.data.how] : [],
    );
  }

  needs() {
    return rankNeeds([...this.states.values()], this.now);
  }
}

export class TestStudent {
  readonly memberId = randomUUID();
  readonly roomId = randomUUID();
  readonly #class: TestClass;

  constructor(world: TestClass) {
    this.#class = world;
    world.tell('learnflow.student.arrived.v1', this.#seat);
  }

  get #seat() {
    const { memberId, roomId } = this;
    return { lessonId: this.#class.lessonId, memberId, roomId };
  }
  get #self() {
    return { ...this.#seat, role: 'student' as const };
  }
  get state(): StudentState {
    return this.#class.states.get(studentKey(this.#class.lessonId, this.memberId)) as StudentState;
  }
  get signals(): string[] {
    return this.#class.told.flatMap((told) =>
      told.type === 'learnflow.signal.changed.v1' && told.key === this.memberId
        ? [told.data.signal]
        : [],
    );
  }

  open(id = exercise): void {
    this.#class.tell('learnflow.exercise.opened.v1', { ...this.#self, exercise: id });
  }

  /** @param failure  absent: it works; null: stopped by hand */
  run(failure?: string | null, line = 7, id: string | null = exercise): void {
    const error = failure
      ? { type: failure, message: 'no', line, text: `line ${line}` }
      : undefined;
    this.#class.tell('learnflow.run.finished.v1', {
      ...{ ...this.#self, runId: randomUUID(), exercise: id, entry: 'main.py' },
      ...{ startedAt: this.#class.now, durationMs: 10, exitCode: failure === undefined ? 0 : 1 },
      reason: failure === undefined ? 'finished' : failure === null ? 'stopped' : 'error',
      label: failure ?? 'Ran',
      failure: failure ?? null,
      ...(error ? { error } : {}),
    });
  }

  check(passed: number, total = 8): void {
    this.#class.tell('learnflow.attempt.graded.v1', {
      ...{ ...this.#self, attemptId: randomUUID(), exercise, kind: 'check', passed, total },
      score: (100 * passed) / total,
    });
  }

  say(body: string): void {
    this.#class.tell('learnflow.chat.sent.v1', { ...this.#self, messageId: '1', body });
  }

  /** A summary: `edits` 0 is somebody who only sits there. */
  activity(edits: number): void {
    const { now } = this.#class;
    this.#class.tell('learnflow.activity.summary.v1', {
      ...{ ...this.#seat, from: now - 5_000, to: now, edits, pastes: [], file: 'main', line: 3 },
      idleSeconds: edits > 0 ? 0 : 30,
    });
  }

  /** A teacher does something about the newest alert. */
  settle(how: 'sent' | 'joined' | 'dismissed' | 'reopened'): void {
    const alertId = this.#class.alerts.at(-1)?.alertId ?? '';
    const { memberId } = this;
    this.#class.tell('learnflow.alert.settled.v1', {
      ...{ lessonId: this.#class.lessonId, alertId, memberId, how },
      byId: randomUUID(),
    });
  }

  quiz(score: number): void {
    this.#class.tell('learnflow.quiz.finished.v1', { ...this.#self, quiz: 'loops', score });
  }
}
