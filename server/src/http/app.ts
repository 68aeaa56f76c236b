import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@learnflow/shared';
import express, { type Express } from 'express';
import sirv from 'sirv';
import type { Log } from '../log.ts';
import { RefusalLog } from '../refusal-log.ts';
import type { Db } from '../storage/database.ts';
import { apiPage } from './api-page.ts';
import { sendFailure } from './failure.ts';
import { mountHealth } from './health.ts';
import { mountRoute, type MountDeps } from './mount.ts';
import { openApi } from './openapi.ts';
import type { Route } from './route.ts';
import { contentPolicy, securityHeaders } from './security-headers.ts';

export interface AppDeps extends Omit<MountDeps, 'refusals'> {
  db: Db;
  log: Log;
  routes: readonly Route[];
  /** Built pages; need not exist. */
  clientDir: string;
  /** Number of proxies in front whose X-Forwarded headers count. */
  trustProxy: number;
}

/** The express app: health, API, and the built client for everything else. */
export function createApp(deps: AppDeps): Express {
  const { routes, clientDir, log } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', deps.trustProxy);
  app.use(securityHeaders(contentPolicy(clientDir)));
  mountHealth(app, { db: deps.db, registry: deps.metrics.registry });

  const description = openApi(routes);
  const page = apiPage(routes);
  app.get('/openapi.json', (_request, response) => {
    response.json(description);
  });
  app.get('/api', (_request, response) => {
    response.type('html').send(page);
  });
  const refusals = new RefusalLog({ log: log.child({ part: 'http' }), clock: deps.clock });
  for (const route of routes) mountRoute(app, route, { ...deps, refusals });
  app.use('/api', () => {
    throw new AppError('not.found', 'There is nothing at this address.');
  });

  if (existsSync(join(clientDir, '200.html'))) app.use(builtClient(clientDir));
  app.use((_request, response) => {
    response.status(404).type('text').send('There is nothing at this address.');
  });
  app.use(sendFailure(log));
  return app;
}

/** Pages are asked for again each time (cheap, by their tag); files with a hash in their name are kept for good. */
function builtClient(clientDir: string) {
  return sirv(clientDir, {
    brotli: true,
    gzip: true,
    etag: true,
    single: '200.html',
    setHeaders: (response, path) => {
      const kept = path.startsWith('/_app/immutable/');
      response.setHeader(
        'cache-control',
        kept ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
}
