import { t } from './i18n/t.ts';
import { AppError, type ErrorBody } from '@learnflow/shared';

/**
 * Calls the HTTP API of this server with the session cookie.
 * @param path  address under /api, e.g. `/api/me`
 * @returns the parsed answer
 * @throws AppError with the server's code; `unavailable` when the server cannot be reached
 */
export async function api<Reply>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Reply> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    throw new AppError('unavailable', t('join.offline', { host: location.host }), {
      host: location.host,
    });
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as Reply;
  const error = (answer as { error?: ErrorBody } | null)?.error;
  if (error) throw new AppError(error.code, error.message, error.details);
  throw new AppError('unavailable', t('ask.oddAnswer', { status: response.status }));
}
