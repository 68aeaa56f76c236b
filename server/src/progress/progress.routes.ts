import { AppError, type StudentProgress } from '@learnflow/shared';
import { exampleIds } from '../classroom/examples.ts';
import { Download, type Route } from '../http/route.ts';
import { progressCsv } from './progress-csv.ts';
import {
  findProgress,
  getClassProgress,
  listOwnProgress,
  type ProgressDeps,
} from './progress.service.ts';

/** How far students are: their own numbers for themselves, everybody's for the staff of the class. */
export function progressRoutes(deps: ProgressDeps): Route[] {
  return [
    {
      method: 'get',
      path: '/api/me/progress',
      summary: 'One’s own mastery, topic by topic, in each class one is a student of.',
      access: 'session',
      example: [example],
      handle: ({ caller }) => listOwnProgress(deps, caller?.userId ?? ''),
    },
    {
      method: 'get',
      path: '/api/classes/:classId/progress',
      summary: 'Mastery of a class: students × topics, with all figures behind the numbers.',
      access: 'class.watch',
      example: { classId: exampleIds.class, name: '10B Computing', students: [example] },
      handle: ({ params }) => getClassProgress(deps, params['classId'] ?? ''),
    },
    {
      method: 'get',
      path: '/api/classes/:classId/progress.csv',
      summary: 'The same as CSV, a row for each student and topic.',
      access: 'class.watch',
      example: 'student,module,topic,mastery,band,exercises,quiz,quality,consistency,streak_days',
      handle: async ({ params }) => {
        const progress = await getClassProgress(deps, params['classId'] ?? '');
        const day = new Date(deps.clock.now()).toISOString().slice(0, 10);
        return new Download({
          name: `progress-${day}.csv`,
          contentType: 'text/csv; charset=utf-8',
          parts: readInTurn(progressCsv(progress)),
        });
      },
    },
    {
      method: 'get',
      path: '/api/members/:memberId/progress',
      summary: 'Mastery of one student.',
      access: 'class.watch',
      example,
      handle: async ({ params }) => {
        const found = await findProgress(deps, params['memberId'] ?? '');
        if (found) return found;
        throw new AppError('not.found', 'There is no such student any more. Reload the page.');
      },
    },
  ];
}

async function* readInTurn(lines: Iterable<string>): AsyncGenerator<string> {
  yield* lines;
}

const example: StudentProgress = {
  ...{ memberId: exampleIds.member, name: 'Maya Cohen' },
  ...{
    classId: exampleIds.class,
    className: '10B Computing',
    streak: 3,
    timeZone: 'Europe/Berlin',
  },
  modules: [
    {
      title: 'Control flow',
      topics: [
        {
          ...{ topic: 'Loops', mastery: 68, band: 'learning', isSpinning: false },
          parts: [
            {
              ...{ name: 'exercises', weight: 40, value: 60 },
              items: [{ label: 'Countdown', value: 60, ageDays: 0, weight: 1 }],
            },
            { name: 'quiz', weight: 30, value: 80, items: [] },
            { name: 'quality', weight: 20, value: 75, items: [] },
            { name: 'consistency', weight: 10, value: 50, items: [] },
          ],
        },
      ],
    },
  ],
  next: { exercise: 'first-steps/times-table', title: 'Times table', topic: 'Loops', chance: 0.62 },
};
