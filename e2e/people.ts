import type { JoinReply, LessonView } from '@learnflow/shared';
import type { BrowserContext } from '@playwright/test';

/** People who come in through the HTTP API with a browser's cookies, where a test is not about the way in. */

/** @throws Error with the server's sentence */
export async function call<Reply>(
  context: BrowserContext,
  url: string,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Reply> {
  const response = await context.request.fetch(`${url}${path}`, {
    method,
    headers: { origin: url },
    ...(body === undefined ? {} : { data: body }),
  });
  const answer = (await response.json()) as { error?: { message: string } };
  if (!response.ok())
    throw new Error(`${method} ${path}: ${answer.error?.message ?? response.status()}`);
  return answer as Reply;
}

/** Makes the first teacher from the printed link; the context is signed in afterwards. */
export async function setUpTeacher(
  context: BrowserContext,
  product: { url: string; link: string },
  name = 'Ms Adeyemi',
): Promise<void> {
  const token = product.link.split('#')[1] ?? '';
  await call(context, product.url, 'POST', '/api/setup', {
    token,
    name,
    passphrase: 'seven wet days',
  });
}

/** Opens and starts a lesson of a new class. */
export async function startLesson(
  context: BrowserContext,
  url: string,
  body: { className?: string; title?: string; work?: 'alone' | 'pairs' } = {},
): Promise<LessonView> {
  const lesson = await call<LessonView>(context, url, 'POST', '/api/lessons/open', {
    className: '10B Computing',
    title: 'Lists and loops',
    ...body,
  });
  return call<LessonView>(context, url, 'POST', `/api/lessons/${lesson.id}/start`);
}

export async function joinLesson(
  context: BrowserContext,
  url: string,
  code: string,
  name: string,
): Promise<JoinReply> {
  return call<JoinReply>(context, url, 'POST', '/api/join', { code, name });
}
