import type { Router } from 'express';
import type { Registry } from 'prom-client';
import type { Db } from '../storage/database.ts';
import { createPing } from '../storage/ping.ts';

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
