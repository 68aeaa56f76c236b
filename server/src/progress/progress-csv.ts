import type { ClassProgress, MasteryPartName } from '@learnflow/shared';
import { csvLine } from '../bus/prog-snap.ts';

const parts: readonly MasteryPartName[] = ['exercises', 'quiz', 'quality', 'consistency'];

/** A row for each student and topic, with everything the number is made of. Empty: not started, or not there yet. */
export function* progressCsv({ students }: ClassProgress): Generator<string> {
  yield csvLine(['student', 'module', 'topic', 'mastery', 'band', ...parts, 'streak_days']);
  for (const { name, modules, streak } of students) {
    for (const { title, topics } of modules) {
      for (const { topic, mastery, band, parts: made } of topics) {
        const values = parts.map((part) => made.find(({ name }) => name === part)?.value ?? '');
        yield csvLine([name, title, topic, mastery ?? '', band ?? '', ...values, streak]);
      }
    }
  }
}
