import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What `/metrics` shows; `collab/`, `live/` and runs add their own to `registry`. */
export interface Metrics {
  registry: Registry;
  httpSeconds: Histogram<'method' | 'route' | 'status'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const httpSeconds = new Histogram({
    name: 'learnflow_http_request_seconds',
    help: 'Time from a request of the HTTP API to its answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  return { registry, httpSeconds };
}
