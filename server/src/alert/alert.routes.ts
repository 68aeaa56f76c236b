import { exampleIds } from '../classroom/examples.ts';
import type { Route } from '../http/route.ts';
import { listNeeds, type NeedDeps } from './needs.service.ts';

/** What the struggle agent knows of a lesson. */
export function alertRoutes(deps: NeedDeps): Route[] {
  return [
    {
      method: 'get',
      path: '/api/lessons/:lessonId/needs',
      summary:
        'The students who are here: how they get on, and who most likely needs somebody next.',
      access: 'class.watch',
      example: [
        {
          ...{
            memberId: exampleIds.member,
            exercise: 'first-steps/rainfall',
            signal: 'struggling',
          },
          ...{ since: 1_795_000_000_000, risk: 0.52, place: 1, reason: '3 × IndexError in 4 min' },
          ...{ errorQuotient: 1, repeatedErrorDensity: 1.33 },
        },
      ],
      handle: ({ params }) => listNeeds(deps, params['lessonId'] ?? ''),
    },
  ];
}
