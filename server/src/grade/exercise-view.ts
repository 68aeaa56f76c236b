import type { Exercise, ExerciseView, GradeTest, VisibleTest } from '@learnflow/shared';

/** Characters of a test's input that stand beside its name. */
const maxInputChars = 120;

/** @returns the exercise as a student gets it */
export function presentExercise(exercise: Exercise): ExerciseView {
  const { id, title, topic, difficulty, task, entry, tests } = exercise;
  const hidden = new Map<string, number>();
  for (const test of tests) {
    if (!test.hidden) continue;
    const category = test.category ?? '';
    hidden.set(category, (hidden.get(category) ?? 0) + 1);
  }
  return {
    ...{ id, title, topic, difficulty, task, entry },
    tests: tests.filter((test) => !test.hidden).map(presentTest),
    hidden: [...hidden].map(([category, count]) => ({ category, count })),
  };
}

function presentTest(test: GradeTest): VisibleTest {
  return { id: test.id, name: test.name, input: inputOf(test), weight: test.weight };
}

function inputOf(test: GradeTest): string {
  switch (test.kind) {
    case 'call':
      return cut(`${test.function}(${test.args})`);
    case 'stdio':
      return cut(test.stdin.trimEnd().split('\n').join(' ↵ '));
    // Their source would tell how they judge.
    case 'property':
      return `${test.function}(…)`;
    case 'suite':
      return test.framework;
  }
}

function cut(text: string): string {
  return text.length > maxInputChars ? `${text.slice(0, maxInputChars - 1)}…` : text;
}
