import type { Right } from '@learnflow/shared';
import type { z } from 'zod';
import type { Caller, Membership } from '../room/access.port.ts';

/**
 * One HTTP route as data: mounted on express, listed in /openapi.json and driven through the role matrix test from the
 * same object, so that no route can be forgotten by any of them.
 */
export interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With express parameters: `/api/lessons/:lessonId/start`. Ids in paths are UUIDs and are checked as such. */
  path: string;
  summary: string;
  access: RouteAccess;
  body?: z.ZodType;
  /** Requests per minute and address; the default is generous because a school shares one address. */
  limitPerMinute?: number;
  /** An answer as it could come, for the API page. */
  example: unknown;
  handle(request: RouteRequest): Promise<unknown>;
}

/** An answer that is a file instead of JSON; written as it is made. */
export class Download {
  readonly name: string;
  readonly contentType: string;
  readonly parts: AsyncIterable<string>;

  constructor(file: { name: string; contentType: string; parts: AsyncIterable<string> }) {
    this.name = file.name;
    this.contentType = file.contentType;
    this.parts = file.parts;
  }
}

/**
 * public: anyone. session: anyone signed in. Otherwise the right that the caller needs in the class that the path
 * parameter `:classId`, `:lessonId`, `:memberId` or `:roomId` belongs to.
 */
export type RouteAccess = 'public' | 'session' | 'teacher' | Right;

export interface RouteRequest {
  /** Undefined only on public routes. */
  caller: Caller | undefined;
  /** Set when `access` is a Right. */
  membership: Membership | undefined;
  params: Record<string, string>;
  /** What stands behind the `?`; of a name that comes twice the last. Check it before use. */
  query: Record<string, string>;
  /** Parsed with `body`. */
  body: unknown;
  headers: Record<string, string | string[] | undefined>;
  ip: string;
  /** Adds a Set-Cookie line to the answer. */
  setCookie(line: string): void;
}

/** Typed helper: the handler sees the parsed body. */
export function route<B extends z.ZodType>(
  spec: Omit<Route, 'handle' | 'body'> & {
    body: B;
    handle(request: RouteRequest & { body: z.infer<B> }): Promise<unknown>;
  },
): Route {
  return spec as Route;
}
