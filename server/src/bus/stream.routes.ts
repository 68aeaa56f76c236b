import { exampleIds } from '../classroom/examples.ts';
import { Download, type Route, type RouteRequest } from '../http/route.ts';
import { exportEvents, listAside, type StreamDeps, tryAgain } from './stream.service.ts';

/** What a class has told, and what of it somebody could not take. */
export function streamRoutes(deps: StreamDeps): Route[] {
  const classIdOf = (request: RouteRequest): string => request.params['classId'] ?? '';
  return [
    {
      method: 'get',
      path: '/api/classes/:classId/events.csv',
      summary: 'The log of the class as a ProgSnap2 main table (CSV).',
      access: 'class.manage',
      example: 'EventID,Order,SubjectID,…',
      handle: (request) =>
        Promise.resolve(
          new Download({
            name: 'events.csv',
            contentType: 'text/csv; charset=utf-8',
            parts: exportEvents(deps.db, classIdOf(request)),
          }),
        ),
    },
    {
      method: 'get',
      path: '/api/classes/:classId/dead-letters',
      summary: 'Events that somebody could not take after five tries, with the reason.',
      access: 'class.manage',
      example: [
        {
          id: exampleIds.room,
          consumer: 'struggle',
          eventId: exampleIds.lesson,
          type: 'learnflow.run.finished.v1',
          reason: 'The state of this lesson cannot be read.',
          tries: 5,
          at: 1_795_000_000_000,
        },
      ],
      handle: (request) => listAside(deps.db, classIdOf(request)),
    },
    {
      method: 'post',
      path: '/api/classes/:classId/dead-letters/:letterId/retry',
      summary: 'Give such an event once more to whoever could not take it.',
      access: 'class.manage',
      example: { done: true, reason: '' },
      handle: (request) => tryAgain(deps, classIdOf(request), request.params['letterId'] ?? ''),
    },
  ];
}
