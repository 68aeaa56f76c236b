import {
  AppError,
  type ClassModelView,
  exercisePolicyBody,
  type ModelCallView,
} from '@learnflow/shared';
import { z } from 'zod';
import { exampleIds } from '../classroom/examples.ts';
import type { Clock } from '../clock.ts';
import { type Route, type RouteRequest, route } from '../http/route.ts';
import type { Db } from '../storage/database.ts';
import { getClassModel, listModelCalls, setExercisePolicy } from './model-log.service.ts';

const exampleCall: ModelCallView = {
  id: exampleIds.room,
  ...{ lessonId: exampleIds.lesson, roomId: exampleIds.room },
  student: { memberId: exampleIds.member, name: 'Maya Cohen' },
  about: { kind: 'question', id: exampleIds.epoch },
  ...{ agent: 'debug', model: 'qwen2.5:3b', promptHash: '9f2c…' },
  text: 'Which number does i have in the last round?',
  ...{ tokensIn: 812, tokensOut: 60, latencyMs: 1_900, verdict: 'used', toolRuns: 0 },
  at: 1_795_000_000_000,
  approved: { by: 'Ms Adeyemi', at: 1_795_000_030_000 },
};

/** What a class lets a language model do, and what it said there. `model`: its name; null: none is set up. */
export function modelRoutes({
  db,
  clock,
  model,
}: {
  db: Db;
  clock: Clock;
  model: string | null;
}): Route[] {
  const classIdOf = (request: RouteRequest): string => request.params['classId'] ?? '';
  return [
    {
      method: 'get',
      path: '/api/classes/:classId/model',
      summary:
        'Which language model this server uses, and what exercises of the class do differently.',
      access: 'model.review',
      example: {
        model: 'qwen2.5:3b',
        exercises: [{ exercise: 'first-steps/rainfall', policy: { mode: 'off', approve: true } }],
        tokensToday: 12_400,
      } satisfies ClassModelView,
      handle: (request) => getClassModel({ db, clock, model }, classIdOf(request)),
    },
    {
      method: 'get',
      path: '/api/classes/:classId/model-calls',
      summary:
        'What was asked of the language model for students of the class and what it said, the newest first, 50 at a time; `?after=` with the id of the last one goes on.',
      access: 'model.review',
      example: [exampleCall],
      handle: (request) => listModelCalls(db, classIdOf(request), readAfter(request)),
    },
    route({
      method: 'put',
      path: '/api/classes/:classId/exercises/:courseName/:exerciseName/model-policy',
      summary: 'What a language model may do at one exercise of the class; null: as in the class.',
      access: 'class.manage',
      body: exercisePolicyBody,
      example: {},
      handle: async (request) => {
        const { courseName = '', exerciseName = '' } = request.params;
        const exercise = `${courseName}/${exerciseName}`;
        await setExercisePolicy(db, { classId: classIdOf(request), exercise }, request.body.policy);
        return {};
      },
    }),
  ];
}

function readAfter({ query }: RouteRequest): string | undefined {
  const parsed = z.uuid().optional().safeParse(query['after']);
  if (parsed.success) return parsed.data;
  throw new AppError('request.invalid', 'There is no such page. Start with the first one.');
}
