import { startProduct } from '../e2e/product.ts';
import { openBrowser } from './browser.ts';
import { costOf, treeOf } from './process-cost.ts';
import type { Figure } from './report.ts';

const measuredMs = 30_000;
const arrivalMs = 30_000;

/** What a wall costs with a simulated class of `students` typing at human speed: server, wire and console. */
export async function benchWall(students: number): Promise<Figure[]> {
  const browser = await openBrowser();
  const product = await startProduct({
    flags: ['--demo', '--students', String(students), '--seed', '1'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(product.link);
    await page.waitForURL(/\/wall\//);
    await page.getByRole('gridcell').first().waitFor();
    await page.waitForTimeout(arrivalMs);

    const probe = await page.context().newCDPSession(page);
    await probe.send('Performance.enable');
    let bytes = 0;
    // Sockets opened before the probe are not reported, so the page is loaded again with the probe on.
    await probe.send('Network.enable');
    probe.on('Network.webSocketFrameReceived', (event) => {
      bytes += event.response.payloadData.length;
    });
    await page.reload();
    await page.getByRole('gridcell').first().waitFor();
    await page.waitForTimeout(3_000);

    const busyBefore = await taskSeconds();
    const before = costOf(product.pid);
    bytes = 0;
    await page.waitForTimeout(measuredMs);
    const after = costOf(product.pid);
    const busyAfter = await taskSeconds();
    const seconds = measuredMs / 1000;
    const all = treeOf(product.pid).flatMap((pid) => {
      try {
        return [costOf(pid).residentMiB];
      } catch {
        // A run that ended between the list and the look.
        return [];
      }
    });
    const label = `wall of ${students}`;
    return [
      {
        name: `${label}: server CPU`,
        value: ((after.cpuSeconds - before.cpuSeconds) / seconds) * 100,
        unit: '% of one core',
        against: { what: 'the aim of', value: 25 },
      },
      { name: `${label}: server memory`, value: after.residentMiB, unit: 'MiB' },
      {
        name: `${label}: server with database, runners and simulated class`,
        value: sum(all),
        unit: 'MiB',
      },
      {
        name: `${label}: to the console`,
        value: bytes / seconds / 1000,
        unit: 'kB/s',
        against: { what: 'the aim of', value: 60 },
      },
      {
        name: `${label}: console main thread`,
        value: ((busyAfter - busyBefore) / seconds) * 100,
        unit: '%',
      },
    ];

    async function taskSeconds(): Promise<number> {
      const { metrics } = await probe.send('Performance.getMetrics');
      return metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? Number.NaN;
    }
  } finally {
    await browser.close();
    await product.remove();
  }
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
