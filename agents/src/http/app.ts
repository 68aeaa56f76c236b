/** The agents as an HTTP service: `/health`, `/process`, and what a Dapr sidecar asks of an app. */
import { timingSafeEqual } from 'node:crypto';
import type { Answerer } from '@learnflow/shared';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { deliver, type Log } from './deliver.ts';
import { createRate } from './rate.ts';
import type { Settings } from './settings.ts';
import type { Sidecar } from './sidecar.ts';
import { processRequest, responseOf } from './words.ts';
import { answerDirectly, topicsFor } from './work.ts';

/** A question with everything about it is far smaller. */
const maxBody = '64kb';
/** Questions of one caller in a minute. Deliveries are Dapr's to slow down. */
export const perMinute = 60;
const subscriber = '/dapr-subscriber';

export interface AppDeps {
  settings: Pick<Settings, 'agent' | 'pubsub' | 'appToken'>;
  answerers: readonly Answerer[];
  sidecar: Sidecar;
  log: Log;
  now: () => number;
}

export function createApp({ settings, answerers, sidecar, log, now }: AppDeps): Express {
  const { agent, pubsub, appToken } = settings;
  const app = express();
  app.disable('x-powered-by');

  app.get('/health', async (_request, response) => {
    const dapr = (await sidecar.isConnected()) ? 'connected' : 'disconnected';
    response.json({ status: 'healthy', dapr });
  });

  app.use(knowsToken(appToken), express.json({ limit: maxBody, type: isJson }));

  const rate = createRate(perMinute, now);
  app.post('/process', (request, response) => {
    const waitS = rate.take(request.ip ?? '');
    if (waitS > 0) {
      response.set('Retry-After', String(waitS));
      response.status(429).json({ error: `Too many questions. Wait ${String(waitS)} s.` });
      return;
    }
    const read = processRequest.safeParse(request.body ?? {});
    if (!read.success) {
      const [issue] = read.error.issues;
      const where = issue?.path.join('.') ?? '';
      response.status(400).json({ error: `${where}: ${issue?.message ?? 'cannot be read'}` });
      return;
    }
    response.json(responseOf(answerDirectly(agent, answerers, read.data)));
  });

  app.get('/dapr/subscribe', (_request, response) => {
    response.json(
      topicsFor(agent).map((topic) => ({ pubsubname: pubsub, topic, route: subscriber })),
    );
  });

  app.post(subscriber, async (request, response) => {
    response.json(await deliver({ agent, answerers, sidecar, log }, request.body));
  });

  app.use((_request, response) => {
    response.status(404).json({ error: 'There is nothing here.' });
  });
  app.use(failed(log));
  return app;
}

const isJson = (request: { headers: { 'content-type'?: string | undefined } }): boolean =>
  /^application\/(?:[\w.+-]+\+)?json\b/i.test(request.headers['content-type'] ?? '');

function knowsToken(token: string | undefined): RequestHandler {
  return (request, response, next) => {
    const said = Buffer.from(request.get('dapr-api-token') ?? '');
    const wanted = Buffer.from(token ?? '');
    const isKnown =
      token === undefined || (said.length === wanted.length && timingSafeEqual(said, wanted));
    if (isKnown) next();
    else response.status(401).json({ error: 'The header dapr-api-token is missing or wrong.' });
  };
}

/** Bodies that cannot be read, and mistakes of ours. */
function failed(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = statusOf(error);
    if (status === 500) log('request.failed', { path: request.path, why: String(error) });
    if (request.path === subscriber && status < 500) {
      // No time mends it; anything but this would bring it back for ever.
      log('delivery.dropped', { reason: 'unreadable', why: String(error) });
      response.json({ status: 'DROP' });
      return;
    }
    const said = { 413: `The body is larger than ${maxBody}.`, 400: 'The body is no JSON.' };
    const sentence = said[status as 413] ?? 'This could not be answered. Try again.';
    response.status(status).json({ error: sentence });
  };
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
