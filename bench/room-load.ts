import type { BrowserContext, Page, Request } from '@playwright/test';
import { joinLesson, setUpTeacher, startLesson } from '../e2e/people.ts';
import { startProduct } from '../e2e/product.ts';
import { openBrowser } from './browser.ts';
import type { Figure } from './report.ts';

const megabyte = 1_000_000;

/** What the room page weighs and how long it takes until keys are taken: with an empty cache, then again. */
export async function benchRoomLoad(): Promise<Figure[]> {
  const browser = await openBrowser();
  const product = await startProduct();
  try {
    const teacher = await browser.newContext();
    await setUpTeacher(teacher, product);
    const lesson = await startLesson(teacher, product.url);
    const student = await browser.newContext();
    const place = await joinLesson(student, product.url, lesson.code, 'Maya');
    const address = `${product.url}/room/${place.roomId}`;
    const page = await student.newPage();
    const cold = await load(student, page, address);
    const warm = await load(student, page, address);
    return [
      {
        name: 'cold load, transferred',
        value: cold.bytes / 1000,
        unit: 'kB',
        against: { what: 'the aim of', value: megabyte / 1000 },
      },
      { name: 'cold load, editor takes keys after', value: cold.ms, unit: 'ms' },
      {
        name: 'cold load, linter and what else comes when idle',
        value: cold.laterBytes / 1000,
        unit: 'kB',
      },
      { name: 'warm load, transferred', value: warm.bytes / 1000, unit: 'kB' },
      {
        name: 'warm load, editor takes keys after',
        value: warm.ms,
        unit: 'ms',
        against: { what: 'the cold load of', value: cold.ms },
      },
    ];
  } finally {
    await browser.close();
    await product.remove();
  }
}

interface Load {
  /** Until the editor takes keys. */
  bytes: number;
  ms: number;
  /** In the seconds after: the linter, in a worker. */
  laterBytes: number;
}

async function load(context: BrowserContext, page: Page, address: string): Promise<Load> {
  let bytes = 0;
  const sizes: Promise<void>[] = [];
  const count = (request: Request): void => {
    sizes.push(
      request.sizes().then((size) => {
        bytes += size.responseBodySize + size.responseHeadersSize;
      }),
    );
  };
  context.on('requestfinished', count);
  const began = performance.now();
  await page.goto(address);
  await page
    .locator('.monaco-editor .native-edit-context, .monaco-editor textarea')
    .first()
    .waitFor({ state: 'attached' });
  const ms = performance.now() - began;
  await Promise.all(sizes);
  const first = bytes;
  await page.waitForTimeout(5_000);
  context.off('requestfinished', count);
  await Promise.all(sizes);
  return { bytes: first, ms, laterBytes: bytes - first };
}
