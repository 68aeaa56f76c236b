import type {
  AttemptView,
  ClassPulse,
  CourseView,
  ExerciseView,
  Review,
  RoomWork,
} from '@learnflow/shared';
import { exampleIds } from '../classroom/examples.ts';

/** Values for the examples on the API page. */
const exerciseId = 'first-steps/rainfall';

export const exampleAttempt: AttemptView = {
  id: '0b0c6a52-3a34-4e0c-9d1f-5f6f1d1a2b06',
  roomId: exampleIds.room,
  exercise: exerciseId,
  kind: 'check',
  at: 1_795_000_300_000,
  by: { memberId: exampleIds.member, name: 'Maya Cohen', role: 'student', ink: 'teal' },
  outdated: false,
  reviewScore: null,
  result: {
    outcomes: [
      {
        testId: 'counts-every-rise',
        status: 'wrong',
        durationMs: 12,
        diff: { expected: '2', got: '3', expectedType: 'int', gotType: 'int' },
      },
    ],
    hidden: [],
    broken: [],
    passed: 0,
    total: 1,
    score: 0,
    checkedIn: 'separate-process',
  },
};

export const exampleReview: Review = {
  score: 40,
  quality: 80,
  parts: [
    {
      name: 'correctness',
      weight: 50,
      points: 0,
      facts: ['0 of 8 tests pass, with their weights.'],
    },
    { name: 'style', weight: 20, points: 80, facts: ['1 finding in 10 lines: 1.0 for 10 lines.'] },
  ],
  findings: [
    {
      ...{ file: 'rainfall.py', line: 2, code: 'F841' },
      text: 'This variable gets a value that nobody reads.',
    },
  ],
  improve: ['Line 2 (`count = 0`): This variable gets a value that nobody reads.'],
};

const exampleExercise: ExerciseView = {
  id: exerciseId,
  title: 'Rainfall report',
  topic: 'Lists',
  difficulty: 'medium',
  task: 'Finish `rising_days(readings)`.',
  entry: 'rainfall.py',
  tests: [
    {
      id: 'counts-every-rise',
      name: 'Counts every rise',
      input: 'rising_days([1, 2, 3])',
      weight: 1,
    },
  ],
  hidden: [{ category: 'short weeks', count: 2 }],
};

export const exampleWork: RoomWork = {
  current: exerciseId,
  notices: [],
  exercises: [
    {
      ...exampleExercise,
      opened: true,
      solved: false,
      submitted: false,
      attempts: [exampleAttempt],
    },
  ],
};

export const exampleCourse: CourseView = {
  id: 'first-steps',
  title: 'First steps in Python',
  description: 'Variables to libraries in 24 small exercises.',
  exercises: [
    {
      id: exerciseId,
      title: 'Rainfall report',
      topic: 'Lists',
      difficulty: 'medium',
      tests: 8,
      hidden: 3,
    },
  ],
  problems: [],
};

export const examplePulse: ClassPulse = {
  exercise: exerciseId,
  title: 'Rainfall report',
  tests: [{ id: 'counts-every-rise', name: 'Counts every rise', hidden: false }],
  rows: [{ roomId: exampleIds.room, names: ['Maya Cohen'], results: 'p' }],
};
