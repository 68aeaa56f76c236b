import { randomUUID } from 'node:crypto';
import { AppError, type ErrorBody } from '@learnflow/shared';
import type { ErrorRequestHandler } from 'express';
import type { Log } from '../log.ts';
import { isOutage } from '../storage/outage.ts';

/** What goes out for something thrown: a refusal as it is, anything else without its inside. */
export interface Failure {
  status: number;
  body: { error: ErrorBody };
}

/**
 * @param error  whatever was thrown
 * @param log    gets the error and the id that the person sees, when it is not a refusal
 */
export function toFailure(error: unknown, log: Log): Failure {
  const refusal = asRefusal(error);
  if (refusal) return { status: refusal.status, body: { error: refusal.toBody() } };
  const id = randomUUID().slice(0, 8);
  log.error({ err: error, id }, 'http.failed');
  const unknown = new AppError(
    'server.error',
    `Something went wrong on the server. Try again; if it happens again, tell your teacher the number ${id}.`,
    { id },
  );
  return { status: unknown.status, body: { error: unknown.toBody() } };
}

/** Last in the chain: every failure leaves as `{ error }`. */
export function sendFailure(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, body } = toFailure(error, log);
    const seconds = body.error.details?.['s'];
    if (status === 429 && seconds !== undefined) response.setHeader('retry-after', String(seconds));
    response.status(status).json(body);
  };
}

function asRefusal(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  const { type } = error as { type?: unknown };
  if (type === 'entity.too.large') {
    return new AppError('too.large', 'That is too much at once. Send less of it at a time.');
  }
  // Errors of the JSON reader: cut short, wrong encoding, not JSON.
  if (typeof type === 'string' && /^(entity|encoding|charset|request|stream)\./.test(type)) {
    return new AppError('request.invalid', 'The request could not be read. Send JSON.');
  }
  if (error instanceof URIError) return new AppError('not.found', 'There is nothing here.');
  return isOutage(error) ? databaseGone() : undefined;
}

/** @returns the refusal for everything that needs the database while it is away */
export function databaseGone(): AppError {
  return new AppError(
    'unavailable',
    'The server cannot reach its database right now. Your work is kept; try again in a moment.',
  );
}
