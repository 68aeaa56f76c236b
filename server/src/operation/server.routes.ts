import type { ServerView } from '@learnflow/shared';
import type { Route } from '../http/route.ts';
import { exampleServer } from './server.examples.ts';
import type { ServerViews } from './server-view.service.ts';

/** How the server is doing. */
export function serverRoutes({ views }: { views: Pick<ServerViews, 'view'> }): Route[] {
  return [
    {
      method: 'get',
      path: '/api/server',
      summary:
        'How this server is: address, database, how programs run, the last hour; for its teachers.',
      access: 'teacher',
      example: exampleServer,
      handle: (request): Promise<ServerView> => views.view(request.caller?.userId ?? ''),
    },
  ];
}
