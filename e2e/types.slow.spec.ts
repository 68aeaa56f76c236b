import { expect, type Page, test } from '@playwright/test';
import { setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { editorText, focusEditor, joinByTyping, typeProgram } from './room-page.ts';

/** The type checker that a person may switch on: it helps, it stays in this browser, it goes away again. */

test.describe.configure({ mode: 'serial' });

let product: Product;
let maya: Page;
const complaints: string[] = [];
const foreign: string[] = [];

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  const teacher = await browser.newContext();
  await setUpTeacher(teacher, product);
  const lesson = await startLesson(teacher, product.url);
  maya = await (await browser.newContext()).newPage();
  maya.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  maya.on('pageerror', (error) => complaints.push(error.message));
  maya.on('request', (request) => {
    if (!request.url().startsWith(product.url)) foreign.push(request.url());
  });
  await joinByTyping(maya, product.url, lesson.code, 'Maya Cohen');
});
test.afterAll(async () => {
  await product.remove();
});

const checkers = (): number =>
  maya.workers().filter((worker) => worker.url().includes('pyright')).length;

async function switchTypes(to: 'On' | 'Off'): Promise<void> {
  await maya.getByRole('button', { name: 'Settings' }).click();
  await maya.getByRole('radiogroup', { name: 'Type checking' }).getByText(to).click();
  await maya.keyboard.press('Escape');
}

test('type checking is off until it is asked for, and then finds what the usual checker cannot', async () => {
  await typeProgram(maya, ['name = "maya"', 'name.shout()', '']);
  await maya.waitForTimeout(3_000);
  await expect(maya.locator('.squiggly-error')).toHaveCount(0);
  expect(checkers()).toBe(0);
  await switchTypes('On');
  await expect(maya.locator('.squiggly-error')).not.toHaveCount(0, { timeout: 40_000 });
  expect(checkers()).toBe(2);
});

test('after a dot it offers what the thing can do, and undo takes back what was accepted', async () => {
  await focusEditor(maya);
  await maya.keyboard.press('Control+End');
  await maya.keyboard.type('name.up', { delay: 80 });
  const rows = maya.locator('.suggest-widget.visible .monaco-list-row');
  await expect(rows).toHaveText([/^upper/], { timeout: 20_000 });
  await maya.keyboard.press('Tab');
  await expect.poll(() => editorText(maya)).toContain('name.upper');
  await maya.keyboard.press('Control+Z');
  await expect.poll(() => editorText(maya)).not.toContain('upper');
  await maya
    .locator('.view-line')
    .filter({ hasText: 'shout' })
    .locator('span span')
    .first()
    .hover();
  await expect(maya.locator('.monaco-hover').first()).toContainText('(variable) name');
  await maya.mouse.move(5, 740);
  await expect(maya.locator('.monaco-hover').first()).toBeHidden();
});

test('switched off or left, its workers are gone and so are its squiggles', async () => {
  await typeProgram(maya, ['name = "maya"', 'name.shout()', '']);
  await expect(maya.locator('.squiggly-error')).not.toHaveCount(0);
  await switchTypes('Off');
  await expect(maya.locator('.squiggly-error')).toHaveCount(0);
  expect(checkers()).toBe(0);
  await switchTypes('On');
  await expect.poll(checkers).toBe(2);
  await maya.reload();
  await expect.poll(checkers, { timeout: 20_000 }).toBe(2);
  await maya
    .getByRole('link', { name: 'LearnFlow' })
    .or(maya.locator('header a').first())
    .first()
    .click();
  await maya.waitForURL(product.url + '/');
  await expect.poll(checkers).toBe(0);
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
});
