import { startProduct } from '../e2e/product.ts';
import type { Figure } from './report.ts';

/** How long a teacher waits at the terminal: first start on empty data, a later one, and one after kill -9. */
export async function benchStart(): Promise<Figure[]> {
  const first = await startProduct();
  await first.stop();
  const second = await first.restart();
  await second.kill();
  const third = await second.restart();
  await third.remove();
  const limit = { what: 'the limit of', value: 3000 };
  return [
    { name: 'first start on empty data', value: first.startMs, unit: 'ms' },
    { name: 'second start', value: second.startMs, unit: 'ms', against: limit },
    { name: 'start after kill -9', value: third.startMs, unit: 'ms', against: limit },
  ];
}
