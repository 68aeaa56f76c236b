import type { Page } from '@playwright/test';
import { type Cable, layCable } from '../e2e/cable.ts';
import { joinLesson, setUpTeacher, startLesson } from '../e2e/people.ts';
import { startProduct } from '../e2e/product.ts';
import { openBrowser } from './browser.ts';
import type { Figure } from './report.ts';

const megabyte = 1_000_000;

/** What the room page weighs and how long it takes until keys are taken: with an empty cache, then again. */
export async function benchRoomLoad(): Promise<Figure[]> {
  const browser = await openBrowser();
  const product = await startProduct();
  // The browser's own figures leave out what its service worker fetches; a cable counts every byte.
  const cable = await layCable(product.port);
  try {
    const teacher = await browser.newContext();
    await setUpTeacher(teacher, product);
    const lesson = await startLesson(teacher, product.url);
    const student = await browser.newContext();
    const place = await joinLesson(student, cable.url, lesson.code, 'Maya');
    const address = `${cable.url}/room/${place.roomId}`;
    const page = await student.newPage();
    const cold = await load(page, address, cable);
    const warm = await load(page, address, cable);
    return [
      {
        name: 'cold load, transferred',
        value: cold.bytes / 1000,
        unit: 'kB',
        against: { what: 'the aim of', value: megabyte / 1000 },
      },
      { name: 'cold load, editor takes keys after', value: cold.ms, unit: 'ms' },
      {
        name: 'cold load, linter and what else comes in the five seconds after',
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
    cable.close();
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

async function load(page: Page, address: string, cable: Cable): Promise<Load> {
  const before = cable.carried();
  const began = performance.now();
  await page.goto(address);
  await page
    .locator('.monaco-editor .native-edit-context, .monaco-editor textarea')
    .first()
    .waitFor({ state: 'attached' });
  const ms = performance.now() - began;
  const first = cable.carried();
  await page.waitForTimeout(5_000);
  return { bytes: first - before, ms, laterBytes: cable.carried() - first };
}
