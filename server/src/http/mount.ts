import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { apiLimits, AppError, can } from '@learnflow/shared';
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Metrics } from '../metrics.ts';
import type { IsAllowedOrigin } from '../origin.ts';
import type { RefusalLog } from '../refusal-log.ts';
import type { Access, Caller, FindCaller, Membership } from '../room/access.port.ts';
import { addressKey, RateLimit } from './rate-limit.ts';
import { Download, type Route } from './route.ts';

/** Requests per minute and address on one route: a school of 200 shares one, and a locked door is knocked at every 2 s. */
const defaultPerMinute = 6_000;
const uuid = z.uuid();

export interface MountDeps {
  findCaller: FindCaller;
  access: Access;
  isAllowedOrigin: IsAllowedOrigin;
  metrics: Metrics;
  refusals: Pick<RefusalLog, 'note'>;
  clock: Clock;
}

/**
 * Puts one route on the app. In this order, so that nobody learns anything from a refusal they should not know:
 * rate, origin, body size, ids, session, right, body shape, handler.
 * @throws Error at start when the route asks for a right but its path names no class, lesson, member or room
 */
export function mountRoute(router: Router, route: Route, deps: MountDeps): void {
  const { method, path, access } = route;
  const limit = new RateLimit(route.limitPerMinute ?? defaultPerMinute, deps.clock);
  const place = placeOf(route);
  const readBody = express.json({ limit: apiLimits.bodyBytes });
  const note = (why: unknown, { ip }: Request, caller?: Caller): void =>
    deps.refusals.note(why, {
      what: `${method} ${path}`,
      userId: caller?.userId,
      address: addressKey(ip ?? ''),
    });

  router[method](
    path,
    (request, response, next) => {
      const stop = deps.metrics.httpSeconds.startTimer({ method, route: path });
      response.once('finish', () => stop({ status: response.statusCode }));
      response.setHeader('cache-control', 'no-store');
      limit.take(addressKey(request.ip ?? ''));
      if (method !== 'get' && !deps.isAllowedOrigin(request)) {
        note('origin.refused', request);
        throw originRefused();
      }
      next();
    },
    readBody,
    async (request: Request, response: Response) => {
      let caller: Caller | undefined;
      try {
        const params = idsOf(request);
        caller = await deps.findCaller(request.headers);
        if (access !== 'public' && !caller) throw noSession();
        if (access === 'teacher' && caller?.kind !== 'teacher') throw forbidden();
        const membership = caller && place ? await place(deps.access, caller, params) : undefined;
        const answer = await route.handle({
          caller,
          membership,
          params,
          query: Object.fromEntries(new URL(request.url, 'http://localhost').searchParams),
          body: route.body ? parseBody(route.body, request.body) : undefined,
          headers: request.headers,
          ip: request.ip ?? '',
          setCookie: (line) => {
            response.append('set-cookie', request.secure ? secured(line) : line);
          },
        });
        if (answer instanceof Download) await sendFile(response, answer);
        else response.json(answer ?? {});
      } catch (error) {
        note(error, request, caller);
        throw error;
      }
    },
  );
}

/** Read only as fast as the browser takes it. A failure in the middle breaks the connection, so that half a file shows. */
async function sendFile(response: Response, { name, contentType, parts }: Download): Promise<void> {
  response.setHeader('content-type', contentType);
  response.setHeader('content-disposition', `attachment; filename="${name}"`);
  await pipeline(Readable.from(parts), response);
}

type Place = (
  access: Access,
  caller: Caller,
  params: Record<string, string>,
) => Promise<Membership>;

/** How the caller's place in the class behind the path is found and their right there checked. */
function placeOf({ access: needed, method, path }: Route): Place | undefined {
  if (needed === 'public' || needed === 'session' || needed === 'teacher') return undefined;
  const name = ['roomId', 'memberId', 'lessonId', 'classId'].find((id) => path.includes(`:${id}`));
  if (!name) throw new Error(`${method} ${path} asks for ${needed} but names no class`);
  return async (access, caller, params) => {
    const id = params[name] ?? '';
    const membership =
      name === 'roomId'
        ? await access.toRoom(caller, id)
        : name === 'memberId'
          ? await access.toMember(caller, id)
          : name === 'lessonId'
            ? await access.toLesson(caller, id)
            : await access.toClass(caller, id);
    if (!can(membership.role, needed)) throw forbidden();
    return membership;
  };
}

/** Every `…Id` in a path is a UUID; anything else cannot exist. */
function idsOf(request: Request): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.params)) {
    const text = String(value);
    if (name.endsWith('Id') && !uuid.safeParse(text).success) {
      throw new AppError('not.found', 'There is nothing at this address.');
    }
    params[name] = text;
  }
  return params;
}

function parseBody(schema: z.ZodType, body: unknown): unknown {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map(({ path, message }) => {
    const said = message.endsWith('.') ? message : `${message}.`;
    // Sentences of the schema are meant for people; those of the library need to say where.
    return message.endsWith('.') || path.length === 0 ? said : `${path.join('.')}: ${said}`;
  });
  throw new AppError('request.invalid', sentences.slice(0, 3).join(' '));
}

const secured = (line: string) => (/;\s*secure/i.test(line) ? line : `${line}; Secure`);
const noSession = () =>
  new AppError(
    'session.missing',
    'You are not signed in on this device. Go to the home page first.',
  );
const forbidden = () => new AppError('forbidden', 'Your part in this class does not allow that.');
const originRefused = () =>
  new AppError('origin.refused', 'This came from another page. Open LearnFlow and do it there.');
