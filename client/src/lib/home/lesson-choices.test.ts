import type { ClassView, LessonSummary } from '@learnflow/shared';
import { describe, expect, it } from 'vitest';
import { lessonChoices } from './lesson-choices.ts';

const lesson = (
  id: string,
  openedAt: number,
  state: LessonSummary['state'] = 'ended',
): LessonSummary => ({ id, title: 'Lists', state, code: 'KM72QX', openedAt });
const aClass = (id: string, ...lessons: LessonSummary[]): ClassView => ({
  id,
  name: id,
  students: 3,
  lessons,
});
const keys = (...classes: ClassView[]) => lessonChoices(classes).map((choice) => choice.key);

describe('what a teacher can open', () => {
  it('is a new class when there is none', () => {
    expect(keys()).toEqual(['new']);
  });

  it('goes on with the latest lesson of the class that was used last', () => {
    expect(
      keys(aClass('10B', lesson('old', 1), lesson('late', 2)), aClass('11A', lesson('later', 3))),
    ).toEqual(['later', 'blank 11A', 'late', 'blank 10B', 'new']);
  });

  it('puts an open room first and offers no second one for its class', () => {
    expect(keys(aClass('11A', lesson('a', 9)), aClass('10B', lesson('now', 1, 'open')))).toEqual([
      'now',
      'a',
      'blank 11A',
      'new',
    ]);
  });

  it('offers a blank room to a class without lessons', () => {
    expect(keys(aClass('7C'))).toEqual(['blank 7C', 'new']);
  });
});
