import { AppError, changesQuery, logQuery, momentQuery, restoreBody } from '@learnflow/shared';
import type { z } from 'zod';
import { exampleIds } from '../classroom/examples.ts';
import { type Route, route, type RouteRequest } from '../http/route.ts';
import type { Caller } from '../room/access.port.ts';
import {
  getAuthorsAt,
  getChanges,
  getHistory,
  getLogPage,
  getTextAt,
  getWriters,
  type HistoryDeps,
  restoreMoment,
} from './history.service.ts';
import { exampleAt, exampleHistory } from './history.examples.ts';

/** What is asked for each time a slider is moved; replaying costs more than other answers. */
const questionsPerMinute = 3_000;
const restoresPerMinute = 120;

export function historyRoutes(deps: HistoryDeps): Route[] {
  const moment = { seq: 1042, at: exampleAt };
  const base = '/api/rooms/:roomId/history';
  return [
    {
      method: 'get',
      path: base,
      summary: 'How much was written when and by whom, with runs, visits and restores.',
      access: 'room.work',
      limitPerMinute: questionsPerMinute,
      example: exampleHistory,
      handle: (request) => getHistory(deps, ...roomOf(request)),
    },
    {
      method: 'get',
      path: `${base}/text`,
      summary: 'The files as they were: `?at=` (epoch ms) or `?seq=` (an update); neither: now.',
      access: 'room.work',
      limitPerMinute: questionsPerMinute,
      example: { ...moment, files: [{ id: 'main', name: 'main.py', text: 'print(1)\n' }] },
      handle: (request) => getTextAt(deps, ...roomOf(request), parseQuery(request, momentQuery)),
    },
    {
      method: 'get',
      path: `${base}/authors`,
      summary: 'Who wrote which characters of the files as they were: `?at=` or `?seq=`.',
      access: 'room.work',
      limitPerMinute: questionsPerMinute,
      example: {
        ...moment,
        files: [{ id: 'main', name: 'main.py', ranges: [[9, exampleIds.member]] }],
      },
      handle: (request) => getAuthorsAt(deps, ...roomOf(request), parseQuery(request, momentQuery)),
    },
    {
      method: 'get',
      path: `${base}/writers`,
      summary: 'Whose client ids are whose in the document of the room.',
      access: 'room.work',
      limitPerMinute: questionsPerMinute,
      example: {
        people: [{ memberId: exampleIds.member, name: 'Maya Cohen', role: 'student', ink: 'teal' }],
        writers: [[2153471, [[0, exampleIds.member]]]],
      },
      handle: (request) => getWriters(deps, ...roomOf(request)),
    },
    {
      method: 'get',
      path: `${base}/changes`,
      summary:
        'What each person added and removed between `?from=` and `?to=` (epoch ms) or `?fromSeq=` and `?toSeq=`.',
      access: 'room.work',
      limitPerMinute: questionsPerMinute,
      example: {
        from: { seq: 1, at: exampleAt - 60_000 },
        to: moment,
        authors: [
          {
            memberId: exampleIds.member,
            edits: 9,
            inserted: 9,
            deleted: 0,
            pieces: [{ fileId: 'main', kind: 'inserted', offset: 0, text: 'print(1)\n' }],
          },
        ],
        truncated: false,
      },
      handle: (request) => {
        const { from, fromSeq, to, toSeq } = parseQuery(request, changesQuery);
        return getChanges(deps, ...roomOf(request), {
          from: { at: from, seq: fromSeq },
          to: { at: to, seq: toSeq },
        });
      },
    },
    {
      method: 'get',
      path: `${base}/log`,
      summary:
        'The stored updates themselves, in pages: `?after=` the `next` of the page before. `next` is null on an empty page.',
      access: 'room.work',
      limitPerMinute: questionsPerMinute,
      example: {
        members: [exampleIds.member],
        kinds: ['typed'],
        rows: [[1042, exampleAt, 0, 0, 20]],
        updates: 'AQH7l5zfDACE+4nJtA0AAWEA',
        next: 1042,
      },
      handle: (request) =>
        getLogPage(deps, ...roomOf(request), parseQuery(request, logQuery).after),
    },
    route({
      method: 'post',
      path: `${base}/restore`,
      summary: 'Brings the text of a moment back as a new edit; the history keeps everything.',
      access: 'room.work',
      limitPerMinute: restoresPerMinute,
      body: restoreBody,
      example: { changed: true, ...moment },
      handle: (request) => restoreMoment(deps, ...roomOf(request), request.body),
    }),
  ];
}

/** Routes that are not public always have a caller: `http/` refuses the request otherwise. */
function roomOf({ caller, params }: RouteRequest): [Caller, string] {
  if (!caller) throw new Error('A route without a caller was reached');
  return [caller, params['roomId'] ?? ''];
}

function parseQuery<S extends z.ZodType>({ query }: RouteRequest, schema: S): z.infer<S> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  throw new AppError('request.invalid', 'A moment is a whole number: a time in ms or an update.');
}
