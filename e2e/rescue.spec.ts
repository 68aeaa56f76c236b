import { readFile } from 'node:fs/promises';
import type { LessonView } from '@learnflow/shared';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { type Cable, layCable } from './cable.ts';
import { call, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { editorText, focusEditor, joinByTyping, typeProgram } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** What the server does not take is never lost without a word: its author finds it, copies it, puts it away. */
test.describe.configure({ mode: 'serial' });

let product: Product;
let cable: Cable;
let maya: Page;
let teacher: BrowserContext;
let lesson: LessonView;

const saved = (page: Page) => page.locator('[data-saved="saved"]').first();
const notice = (page: Page) => page.getByText('Your last lines were not taken.', { exact: false });

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  cable = await layCable(product.port);
  teacher = await browser.newContext();
  await setUpTeacher(teacher, product);
  lesson = await startLesson(teacher, product.url);
  maya = await (await browser.newContext({ acceptDownloads: true })).newPage();
  await joinByTyping(maya, cable.url, lesson.code, 'Maya Cohen');
});
test.afterAll(async () => {
  cable.close();
  await product.remove();
});

test('the same room on another screen is told, until that screen closes', async () => {
  const two = maya.getByText('You also have this room open on another screen. Both work.');
  const second = await maya.context().newPage();
  await second.goto(maya.url());
  await expect(two).toBeVisible();
  await second.close();
  await expect(two).toBeHidden();
});

test('lines typed offline after the lesson ended come back as a copy, and the room shows its own text', async () => {
  await typeProgram(maya, ['print("before")']);
  await expect(saved(maya)).toBeVisible();

  cable.pull();
  await expect(maya.getByText('No connection.')).toBeVisible();
  await call(teacher, product.url, 'POST', `/api/lessons/${lesson.id}/end`);
  await focusEditor(maya);
  await maya.keyboard.press('Control+End');
  await maya.keyboard.press('Enter');
  await maya.keyboard.insertText('print("typed offline")');
  await expect.poll(() => editorText(maya)).toContain('typed offline');
  cable.plug();

  await expect(notice(maya)).toBeVisible({ timeout: 30_000 });
  await expect(saved(maya)).toBeVisible();
  await expect.poll(() => editorText(maya)).not.toContain('typed offline');
  expect(await editorText(maya)).toContain('print("before")');
});

test('the copy is shown, survives a reload, and can be copied and downloaded', async () => {
  await maya.reload();
  await expect(notice(maya)).toBeVisible();
  await maya.getByRole('button', { name: 'Show them' }).click();
  const area = maya.getByRole('textbox', { name: 'main.py' });
  await expect(area).toHaveValue(/print\("before"\)\n\s*print\("typed offline"\)/);
  await shoot(maya, 'room-rescue');
  await expectAccessible(maya, 'room-rescue');
  const arriving = maya.waitForEvent('download');
  await maya.getByRole('button', { name: 'Download' }).click();
  const file = await arriving;
  expect(file.suggestedFilename()).toBe('main.py');
  expect(await readFile(await file.path(), 'utf8')).toContain('print("typed offline")');
  await maya.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(maya.getByText('Copied.')).toBeVisible();
});

test('put away, it is gone for good', async () => {
  await maya.getByRole('button', { name: 'Put away for good' }).click();
  await expect(notice(maya)).toBeHidden();
  await maya.reload();
  await expect(saved(maya)).toBeVisible();
  await expect(notice(maya)).toBeHidden();
});
