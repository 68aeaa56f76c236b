import { errorTable } from '@learnflow/shared';
import { z } from 'zod';
import type { Route } from './route.ts';

/** @returns an OpenAPI 3.1 document of all routes, made from the same objects that are mounted */
export function openApi(routes: readonly Route[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    (paths[openPath(route.path)] ??= {})[route.method] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'LearnFlow', version: '1', description: 'The HTTP API of a LearnFlow server.' },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'learnflow session' } },
      schemas: { Error: errorSchema },
    },
  };
}

/** `/api/lessons/:lessonId/start` → `/api/lessons/{lessonId}/start` */
const openPath = (path: string) => path.replace(/:(\w+)/g, '{$1}');

function operation({ method, path, summary, access, body, example }: Route): unknown {
  const parameters = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name.endsWith('Id') ? { type: 'string', format: 'uuid' } : { type: 'string' },
  }));
  return {
    summary,
    operationId: `${method}${path.replace(/[^\w]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    description: `Access: ${access}.`,
    ...(access === 'public' ? {} : { security: [{ session: [] }] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }),
              },
            },
          },
        }
      : {}),
    responses: {
      '200': { description: 'Done', content: { 'application/json': { example } } },
      default: {
        description: 'Refused, with a sentence for the person',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', enum: Object.keys(errorTable) },
        message: { type: 'string' },
        details: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
      },
    },
  },
};
