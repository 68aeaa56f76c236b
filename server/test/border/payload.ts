import { randomUUID } from 'node:crypto';
import { z } from 'zod';

interface JsonSchema {
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  minLength?: number;
  minimum?: number;
  minItems?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
}

/**
 * Payloads that a schema takes, made from the schema itself: one for each value of its enums and switches, with ids out
 * of `ids` by the name of their field. So whatever request is added is tried too.
 */
export function payloadsOf(schema: z.ZodType, ids: Record<string, string>): object[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  let payloads: Record<string, unknown>[] = [{}];
  for (const [name, field] of Object.entries(json.properties ?? {})) {
    const values = valuesOf(name, field, ids);
    payloads = values.flatMap((value) => payloads.map((one) => ({ ...one, [name]: value })));
  }
  return payloads.map((payload) => fitting(schema, payload));
}

/** Fields that exclude each other are not told by the schema's shape: the first that may go goes. */
function fitting(schema: z.ZodType, payload: object): object {
  const fits = (one: object): boolean => schema.safeParse(one).success;
  if (fits(payload)) return payload;
  for (const name of Object.keys(payload)) {
    const less = Object.fromEntries(Object.entries(payload).filter(([key]) => key !== name));
    if (fits(less)) return less;
  }
  throw new Error(`No payload could be made: ${JSON.stringify(payload)}`);
}

function valuesOf(name: string, field: JsonSchema, ids: Record<string, string>): unknown[] {
  if (field.enum) return field.enum;
  if (field.const !== undefined) return [field.const];
  if (field.anyOf) return valuesOf(name, field.anyOf[0] ?? {}, ids);
  switch (field.type) {
    case 'boolean':
      return [true, false];
    case 'integer':
    case 'number':
      return [Math.max(1, field.minimum ?? 1)];
    case 'array': {
      const count = Math.max(1, field.minItems ?? 1);
      const item = valuesOf(name.replace(/s$/, ''), field.items ?? {}, ids)[0];
      // The others are of nobody: the same one twice may not be allowed.
      return [Array.from({ length: count }, (_, n) => (n === 0 ? item : randomUUID()))];
    }
    case 'object':
      return [{}];
    default:
      return [idFor(name, ids) ?? 'x'.repeat(Math.max(1, field.minLength ?? 1))];
  }
}

/** `continueLessonId` is the id of a lesson too. */
function idFor(name: string, ids: Record<string, string>): string | undefined {
  const known = Object.keys(ids).find((id) => name.toLowerCase().endsWith(id.toLowerCase()));
  return known === undefined ? undefined : ids[known];
}
