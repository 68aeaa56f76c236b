import type { Router } from 'express';
import { sql } from 'kysely';
import type { Registry } from 'prom-client';
import type { Db } from '../storage/database.ts';

const pingTimeoutMs = 1_000;

/** `/livez`: the process answers. `/readyz`: it can work, so its database does too. `/metrics`: for Prometheus. */
export function mountHealth(
  router: Router,
  { db, registry }: { db: Db; registry: Registry },
): void {
  const ping = createPing(db);
  router.get('/livez', (_request, response) => {
    response.json({ live: true });
  });
  router.get('/readyz', async (_request, response) => {
    const ready = await ping();
    response.status(ready ? 200 : 503).json({ ready, database: ready ? 'up' : 'down' });
  });
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
}

/** One ping at a time: probes of a hanging database must not use up its connections. */
function createPing(db: Db): () => Promise<boolean> {
  let asked: Promise<boolean> | undefined;
  return async () => {
    asked ??= sql`select 1`
      .execute(db)
      .then(
        () => true,
        () => false,
      )
      .finally(() => (asked = undefined));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, pingTimeoutMs, false);
    });
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  };
}
