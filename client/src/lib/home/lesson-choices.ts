import type { ClassView, LessonSummary } from '@learnflow/shared';

/** One line of "Start a class". */
export type LessonChoice =
  | { kind: 'open'; key: string; class: ClassView; lesson: LessonSummary }
  | { kind: 'continue'; key: string; class: ClassView; lesson: LessonSummary }
  | { kind: 'blank'; key: string; class: ClassView }
  | { kind: 'new'; key: 'new' };

/**
 * What a teacher can open, the likeliest first: rooms that are open already, then for every class (last used first) its
 * latest lesson to go on with and a blank room, then a new class.
 * A class with an open room offers only that room: it can have one at a time.
 */
export function lessonChoices(classes: readonly ClassView[]): LessonChoice[] {
  const open: LessonChoice[] = [];
  const goOn: { at: number; choices: LessonChoice[] }[] = [];
  for (const view of classes) {
    const lessons = [...view.lessons].sort((a, b) => b.openedAt - a.openedAt);
    const running = lessons.find((lesson) => lesson.state !== 'ended');
    const latest = lessons[0];
    if (running) {
      open.push({ kind: 'open', key: running.id, class: view, lesson: running });
      continue;
    }
    const choices: LessonChoice[] = [{ kind: 'blank', key: `blank ${view.id}`, class: view }];
    if (latest) choices.unshift({ kind: 'continue', key: latest.id, class: view, lesson: latest });
    goOn.push({ at: latest?.openedAt ?? 0, choices });
  }
  goOn.sort((a, b) => b.at - a.at);
  return [...open, ...goOn.flatMap((entry) => entry.choices), { kind: 'new', key: 'new' }];
}
