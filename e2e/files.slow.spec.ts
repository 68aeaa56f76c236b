import { expect, test } from '@playwright/test';
import { call, joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { editorText, focusEditor, ready, terminal, typeProgram } from './room-page.ts';
import { shoot } from './screens.ts';

/** Files of a room, and the two editors on one document. */
let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(async () => {
  await product.remove();
});

test('partners add, rename and delete files; a program reads one; the light editor shows the same text', async ({
  browser,
}) => {
  const teacher = await browser.newContext();
  await setUpTeacher(teacher, product);
  const lesson = await startLesson(teacher, product.url);
  const contexts = await Promise.all([
    browser.newContext(),
    browser.newContext({ hasTouch: true }),
  ]);
  const [forMaya, forLeo] = contexts;
  if (!forMaya || !forLeo) throw new Error('No browser');
  const first = await joinLesson(forMaya, product.url, lesson.code, 'Maya');
  const second = await joinLesson(forLeo, product.url, lesson.code, 'Leo');
  await call(teacher, product.url, 'POST', `/api/lessons/${lesson.id}/pairs`, {
    memberIds: [first.memberId, second.memberId],
  });
  const [maya, leo] = [await forMaya.newPage(), await forLeo.newPage()];
  // Leo takes the light editor.
  for (const page of [maya, leo]) await page.goto(`${product.url}/room/${first.roomId}`);
  await ready(maya);
  await leo.getByRole('button', { name: 'Got it' }).click();
  await leo.getByRole('button', { name: 'Settings' }).click();
  await leo
    .getByRole('radiogroup', { name: 'Editor' })
    .or(leo.getByRole('group', { name: 'Editor' }))
    .getByText('Light', { exact: true })
    .click();
  await leo.keyboard.press('Escape');
  const light = leo.locator('.cm-content');
  await expect(light).toBeVisible();

  await maya.getByRole('button', { name: 'Add a file' }).click();
  const nameField = maya.getByLabel('Name of the new file');
  await nameField.fill('week one.csv');
  await nameField.press('Enter');
  await expect(maya.getByText(/A file name can have letters, numbers/).first()).toBeVisible();
  await nameField.fill('week.csv');
  await nameField.press('Enter');
  await expect(leo.getByRole('tab', { name: 'week.csv' })).toBeVisible();
  await expect(maya.getByRole('tab', { name: 'week.csv' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await typeProgram(maya, ['mon,3', 'tue,5']);
  await leo.getByRole('tab', { name: 'week.csv' }).click();
  await expect(light).toContainText('tue,5');

  await leo.getByRole('tab', { name: 'main.py' }).click();
  await light.click();
  await leo.keyboard.insertText('print(open("week.csv").read().count(","))');
  await maya.getByRole('tab', { name: 'main.py' }).click();
  await expect.poll(() => editorText(maya)).toContain('open("week.csv")');
  await maya.getByRole('button', { name: /^Run/ }).click();
  for (const page of [maya, leo]) {
    await expect(page.getByRole('log').getByText('2', { exact: true })).toBeVisible();
  }
  await shoot(leo, 'room-light-editor');

  await maya.getByRole('tab', { name: 'week.csv' }).dblclick();
  const rename = maya.getByLabel('New name of week.csv');
  await rename.fill('rain.csv');
  await rename.press('Enter');
  await expect(leo.getByRole('tab', { name: 'rain.csv' })).toBeVisible();
  await maya.getByRole('button', { name: 'What to do with rain.csv' }).click();
  await maya.getByRole('menuitem', { name: 'Delete' }).click();
  await maya.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(leo.getByRole('tab', { name: 'rain.csv' })).toHaveCount(0);
  await focusEditor(maya);
});

test('a file in a folder is named by its path, imported, and found from a traceback', async ({
  browser,
}) => {
  const teacher = await browser.newContext();
  await call(teacher, product.url, 'POST', '/api/sign-in', { passphrase: 'seven wet days' });
  const lesson = await startLesson(teacher, product.url, { className: 'Shapes' });
  const context = await browser.newContext();
  const { roomId } = await joinLesson(context, product.url, lesson.code, 'Ana');
  const page = await context.newPage();
  await page.goto(`${product.url}/room/${roomId}`);
  await ready(page);
  await typeProgram(page, ['from shapes.circle import area', 'print(area(2))', 'area("x")']);

  await page.getByRole('button', { name: 'Add a file' }).click();
  const nameField = page.getByLabel('Name of the new file');
  await nameField.fill('shapes/../circle.py');
  await nameField.press('Enter');
  await expect(page.getByText(/It may stand in a folder: shapes\/circle\.py/)).toBeVisible();
  await nameField.fill('main/circle.py');
  await nameField.press('Enter');
  await expect(page.getByText(/A file and a folder here would have the same name/)).toBeVisible();
  await nameField.fill('shapes/circle.py');
  await nameField.press('Enter');
  const tab = page.getByRole('tab', { name: 'shapes/circle.py', exact: true });
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  await typeProgram(page, ['def area(r):', '    return 3 * (r + 0) * r']);
  await shoot(page, 'room-folder');

  await page.getByRole('tab', { name: 'main.py', exact: true }).click();
  await page.keyboard.press('Control+Enter');
  const log = terminal(page);
  await expect(log.getByText('12', { exact: true })).toBeVisible();
  await expect(log).toContainText('TypeError');
  await log.getByRole('button', { name: 'line 2' }).click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
});

test('typing offers completions and marks an error within a second or two', async ({ browser }) => {
  const teacher = await browser.newContext();
  await call(teacher, product.url, 'POST', '/api/sign-in', { passphrase: 'seven wet days' });
  const lesson = await startLesson(teacher, product.url, { className: 'Another class' });
  const context = await browser.newContext();
  const { roomId } = await joinLesson(context, product.url, lesson.code, 'Nia');
  const page = await context.newPage();
  await page.goto(`${product.url}/room/${roomId}`);
  await ready(page);
  await focusEditor(page);
  await page.keyboard.type('impor', { delay: 40 });
  await expect(page.locator('.suggest-widget').getByText('import').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await typeProgram(page, ['def f(']);
  await expect(page.locator('.squiggly-error').first()).toBeAttached();
  await shoot(page, 'room-squiggle');
});
