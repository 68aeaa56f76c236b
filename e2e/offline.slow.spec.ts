import type { LessonView } from '@learnflow/shared';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { type Cable, layCable } from './cable.ts';
import { call, joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import {
  editorText,
  focusEditor,
  joinByTyping,
  ready,
  typeLines,
  typeProgram,
} from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** A network that goes away: the page loads again without it, two tabs live on, and a long absence ends in one text. */
test.describe.configure({ mode: 'serial' });

let product: Product;
let cable: Cable;
let teacher: BrowserContext;
let maya: Page;
let leo: Page;
let lesson: LessonView;

const saved = (page: Page) => page.locator('[data-saved="saved"]').first();
const onThisComputer = (page: Page) => page.locator('[data-saved="local"]').first();
const keptPages = (page: Page) =>
  page.evaluate(async () => {
    for (const name of await caches.keys()) {
      if (await (await caches.open(name)).match('/')) return name;
    }
    return '';
  });

async function typeAtEnd(page: Page, line: string): Promise<void> {
  await focusEditor(page);
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await typeLines(page, [line]);
}

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  cable = await layCable(product.port);
  teacher = await browser.newContext();
  await setUpTeacher(teacher, product);
  lesson = await startLesson(teacher, product.url);
  maya = await (await browser.newContext()).newPage();
  await joinByTyping(maya, cable.url, lesson.code, 'Maya Cohen');
  const leosContext = await browser.newContext();
  await joinLesson(leosContext, product.url, lesson.code, 'Leo Marsh');
  leo = await leosContext.newPage();
});
test.afterAll(async () => {
  // Pages that look for their server for ever would hold up the sockets of the next test.
  for (const page of [maya, leo]) await page.context().close();
  cable.close();
  await product.remove();
});

test('a page loaded again without a network shows the code, takes keys, and joins up later', async () => {
  await typeProgram(maya, ['print("before")']);
  await expect(saved(maya)).toBeVisible();
  await expect.poll(() => keptPages(maya), { timeout: 30_000 }).not.toBe('');

  cable.pull();
  await maya.reload();
  await expect.poll(() => editorText(maya), { timeout: 30_000 }).toContain('print("before")');
  await expect(maya.getByText('No connection.')).toBeVisible();
  await typeAtEnd(maya, 'print("in the train")');
  await expect(onThisComputer(maya)).toBeVisible();
  await shoot(maya, 'room-reloaded-offline');

  // Twice: what was typed after the first load is on this computer as well.
  await maya.reload();
  await expect.poll(() => editorText(maya), { timeout: 30_000 }).toContain('in the train');
  cable.plug();
  await expect(saved(maya)).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => editorText(maya)).toBe('print("before")\nprint("in the train")');
});

test('nothing that rights depend on is kept for a load without a network', async () => {
  const addresses = await maya.evaluate(async () => {
    const all: string[] = [];
    for (const name of await caches.keys()) {
      const requests = await (await caches.open(name)).keys();
      all.push(...requests.map(({ url }) => new URL(url).pathname));
    }
    return all;
  });
  expect(addresses.length).toBeGreaterThan(5);
  const others = addresses.filter((path) => path !== '/' && !path.startsWith('/_app/immutable/'));
  expect(others).toEqual([]);
});

test('two tabs of one room are told, and both are live', async () => {
  const two = 'You also have this room open on another screen. Both work.';
  const second = await maya.context().newPage();
  await second.goto(maya.url());
  await ready(second);
  await expect(maya.getByText(two)).toBeVisible();
  await expect(second.getByText(two)).toBeVisible();
  await typeAtEnd(second, 'second = 2');
  await expect.poll(() => editorText(maya)).toContain('second = 2');
  await typeAtEnd(maya, 'first = 1');
  await expect.poll(() => editorText(second)).toContain('first = 1');
  await second.close();
  await expect(maya.getByText(two)).toBeHidden();
});

test('after twenty minutes apart both sides have both texts, and a message says what came together', async () => {
  const mayasRoom = maya.url().split('/').at(-1) ?? '';
  const members = await call<{ id: string; name: string }[]>(
    teacher,
    product.url,
    'GET',
    `/api/classes/${lesson.classId}/members`,
  );
  const idOf = (name: string) => members.find((member) => member.name === name)?.id;
  await call(teacher, product.url, 'POST', `/api/lessons/${lesson.id}/pairs`, {
    memberIds: [idOf('Maya Cohen'), idOf('Leo Marsh')],
  });
  await leo.goto(`${product.url}/room/${mayasRoom}`);
  await ready(leo);
  await expect(saved(maya)).toBeVisible();

  cable.pull();
  await expect(maya.getByText('No connection.')).toBeVisible();
  await typeAtEnd(maya, 'maya = 1');
  await expect(onThisComputer(maya)).toBeVisible();
  await focusEditor(leo);
  await leo.keyboard.press('Control+Home');
  await leo.keyboard.type('# 25 characters of a line'.repeat(8) + '\n', { delay: 0 });
  await expect(saved(leo)).toBeVisible();
  // The lid is closed for twenty minutes: for the page the clock has gone on.
  await maya.evaluate(() => {
    const real = Date.now;
    Date.now = () => real() + 20 * 60_000;
  });
  cable.plug();

  const message = maya.getByRole('status').filter({ hasText: 'You were apart for 20 minutes.' });
  await expect(message).toBeVisible({ timeout: 30_000 });
  await expect(message).toContainText(/Joined up again\. \d+ edits? from you, 201 from Leo\./);
  await shoot(maya, 'room-joined-up');
  await expectAccessible(maya, 'room-joined-up');
  await expect(saved(maya)).toBeVisible();
  await expect.poll(() => editorText(maya)).toContain('# 25 characters of a line');
  const text = await editorText(maya);
  expect(text).toContain('maya = 1');
  expect(text.split('print("before")')).toHaveLength(2);
  await expect.poll(() => editorText(leo)).toContain('maya = 1');

  await message.getByRole('link', { name: 'See what it was like before' }).click();
  await maya.waitForURL(/\/history\?at=\d+/);
  await expect(maya.getByText('You are looking at', { exact: false })).toBeVisible();
  await expect(maya.locator('.cm-content')).toContainText('print("before")');
  await expect(maya.locator('.cm-content')).not.toContainText('25 characters');
});
