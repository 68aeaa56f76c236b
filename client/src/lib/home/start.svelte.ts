import { AppError, type ClassView, type CourseView } from '@learnflow/shared';
import { t } from '../i18n/t.ts';
import { type LessonChoice, lessonChoices } from './lesson-choices.ts';
import { whoAmI } from './me.svelte.ts';
import { listClasses, openLesson, type OpenRequest, signIn } from './requests.ts';
import { startSentence } from './sentences.ts';
import { getLessonExercises } from '../work/requests.ts';

/** How many choices stand there before "Show all". */
const shortList = 4;

/** A teacher about to open a room. Not signed in: the passphrase is asked in place, then it goes on. */
export class Starting {
  classes: ClassView[] = $state.raw([]);
  chosen = $state('new');
  className = $state('');
  work: 'alone' | 'pairs' = $state('alone');
  showAll = $state(false);
  /** What was chosen for the lesson, empty: free work. Undefined: free work, or what the lesson to go on with has. */
  exercises: string[] | undefined = $state.raw();
  #workTitle: string | undefined;

  asksPassphrase = $state(false);
  name = $state('');
  passphrase = $state('');
  passphraseError: string | undefined = $state();

  busy = $state(false);
  error: string | undefined = $state();
  /** The lesson that is already open, when the server refused a second one. */
  busyLesson: string | undefined = $state();

  readonly signedIn = $derived(whoAmI.me?.user?.kind === 'teacher');
  readonly choices: LessonChoice[] = $derived(lessonChoices(this.classes));
  readonly shown: LessonChoice[] = $derived(
    this.showAll || this.choices.length <= shortList + 1
      ? this.choices
      : this.choices.filter((choice, place) => place < shortList || choice.key === this.chosen),
  );
  readonly choice: LessonChoice | undefined = $derived(
    this.choices.find((choice) => choice.key === this.chosen) ?? this.choices[0],
  );

  #goto: (path: string) => void;

  constructor(goto: (path: string) => void) {
    this.#goto = goto;
  }

  /** Called when it is known who sits here. */
  async load(): Promise<void> {
    if (!this.signedIn) {
      this.classes = [];
      this.chosen = 'new';
      return;
    }
    this.asksPassphrase = false;
    try {
      this.classes = await listClasses();
      this.chosen = this.choices[0]?.key ?? 'new';
    } catch (error) {
      this.error = startSentence(error);
    }
  }

  choose(key: string): void {
    this.chosen = key;
    this.error = undefined;
    this.busyLesson = undefined;
  }

  /** @returns what the lesson will work on when nothing else is chosen */
  async exercisesNow(): Promise<string[]> {
    if (this.exercises) return this.exercises;
    if (this.choice?.kind !== 'continue') return [];
    return (await getLessonExercises(this.choice.lesson.id)).exercises;
  }

  /** @param courses  where the exercises are from: their title is the lesson's */
  assign(exercises: string[], courses: readonly CourseView[]): void {
    this.exercises = exercises;
    const all = courses.flatMap((course) => course.exercises);
    const first = all.find(({ id }) => id === exercises[0]);
    this.#workTitle = exercises.length > 1 ? first?.topic : first?.title;
  }

  /** Open the room: one press when signed in, else the passphrase comes first. */
  async go(): Promise<void> {
    if (this.busy) return;
    if (!this.signedIn && !this.asksPassphrase) {
      this.asksPassphrase = true;
      return;
    }
    this.busy = true;
    this.error = undefined;
    try {
      if (!this.signedIn && !(await this.#signIn())) return;
      await this.#open();
    } finally {
      this.busy = false;
    }
  }

  /** @returns whether to go on: not when it failed, nor when there are now earlier lessons to choose from */
  async #signIn(): Promise<boolean> {
    if (this.passphrase === '') {
      this.passphraseError = t('start.pass.empty');
      return false;
    }
    const asksName = whoAmI.me?.asksName ?? false;
    try {
      await signIn({
        passphrase: this.passphrase,
        ...(asksName && this.name.trim() ? { name: this.name.trim() } : {}),
      });
      await whoAmI.load();
    } catch (error) {
      this.passphraseError = startSentence(error, { host: location.host });
      return false;
    }
    this.passphrase = '';
    this.passphraseError = undefined;
    await this.load();
    // Opening a new class unasked, for somebody who has classes, would be a surprise.
    return this.classes.length === 0;
  }

  async #open(): Promise<void> {
    const choice = this.choice;
    if (!choice) return;
    if (choice.kind === 'open') {
      this.#goto(lessonPath(choice.lesson));
      return;
    }
    try {
      const lesson = await openLesson({ ...this.#request(choice), ...this.#work() });
      this.#goto(`/board/${lesson.id}`);
    } catch (error) {
      const className = choice.kind === 'new' ? this.className : choice.class.name;
      this.error = startSentence(error, { class: className, host: location.host });
      const busy = error instanceof AppError ? error.details?.['lessonId'] : undefined;
      this.busyLesson = typeof busy === 'string' ? busy : undefined;
    }
  }

  #work(): Pick<OpenRequest, 'exercises' | 'title'> {
    if (!this.exercises) return {};
    const title = this.#workTitle;
    return { exercises: this.exercises, ...(title === undefined ? {} : { title }) };
  }

  #request(choice: Exclude<LessonChoice, { kind: 'open' }>): OpenRequest {
    switch (choice.kind) {
      case 'continue':
        return {
          classId: choice.class.id,
          continueLessonId: choice.lesson.id,
          title: choice.lesson.title,
          work: this.work,
        };
      case 'blank':
        return { classId: choice.class.id, work: this.work };
      case 'new': {
        const className = this.className.trim();
        return { ...(className ? { className } : {}), work: this.work };
      }
    }
  }
}

/** @returns where a teacher looks at a lesson that is open: its board before it starts, its wall after */
export function lessonPath(lesson: { id: string; state: string }): string {
  return lesson.state === 'open' ? `/board/${lesson.id}` : `/wall/${lesson.id}`;
}
