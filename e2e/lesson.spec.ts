import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { type Cable, layCable } from './cable.ts';
import { type Product, startProduct } from './product.ts';
import { editorText, focusEditor, joinByTyping, typeLines, typeProgram } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** The whole lesson, as a teacher and two students live it: one story, in order. */
test.describe.configure({ mode: 'serial' });

let product: Product;
let cable: Cable;
let teacher: Page;
let maya: Page;
let leo: Page;
let code = '';
const errors: string[] = [];

async function person(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  return { context, page };
}

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  cable = await layCable(product.port);
  teacher = (await person(browser)).page;
  maya = (await person(browser)).page;
  leo = (await person(browser)).page;
});
test.afterAll(async () => {
  cable.close();
  await product.remove();
});

test('the one-time link makes the first teacher, and works once', async ({ browser }) => {
  await teacher.goto(product.link);
  await shoot(teacher, 'setup');
  await expectAccessible(teacher, 'setup');
  await teacher.getByLabel('Your name, as students know you').fill('Ms Adeyemi');
  await teacher.getByLabel('A passphrase', { exact: true }).fill('seven wet days');
  await teacher.getByRole('button', { name: 'Start teaching' }).click();
  await expect(teacher.getByRole('heading', { name: 'Start a class' })).toBeVisible();
  await shoot(teacher, 'home-teacher');

  const stranger = await person(browser);
  await stranger.page.goto(product.link);
  await stranger.page.getByLabel('Your name, as students know you').fill('Nobody');
  await stranger.page.getByLabel('A passphrase', { exact: true }).fill('let me in please');
  await stranger.page.getByRole('button', { name: 'Start teaching' }).click();
  await expect(
    stranger.page.getByText('This link has been used or is too old.', { exact: false }),
  ).toBeVisible();
  await stranger.context.close();
});

test('two clicks: the room is open, names appear, the lesson starts', async () => {
  await teacher.getByRole('button', { name: 'Open the room' }).click();
  await teacher.waitForURL(/\/board\//);
  const lessonId = teacher.url().split('/').pop() ?? '';
  const lesson = await teacher.evaluate(async (id) => {
    const response = await fetch(`/api/lessons/${id}`);
    return (await response.json()) as { code: string };
  }, lessonId);
  code = lesson.code;
  for (const character of code)
    await expect(teacher.getByText(character, { exact: true }).first()).toBeVisible();
  await shoot(teacher, 'board-empty');

  await joinByTyping(maya, product.url, code, 'Maya Cohen');
  await joinByTyping(leo, cable.url, code, 'Leo Marsh');
  await expect(teacher.getByText('Maya', { exact: false }).first()).toBeVisible();
  await expect(teacher.getByText('Leo', { exact: false }).first()).toBeVisible();
  await shoot(teacher, 'board');
  await expectAccessible(teacher, 'board');
  await teacher.getByRole('button', { name: 'Start the lesson' }).click();
  await teacher.waitForURL(/\/wall\//);
  await expect(teacher.getByRole('gridcell', { name: /^Maya Cohen/ })).toBeVisible();
  await expect(teacher.getByRole('gridcell', { name: /^Leo Marsh/ })).toBeVisible();
});

test('the caret stands in the editor: keys go in without a click', async () => {
  await maya.bringToFront();
  await maya.keyboard.type('x = 1');
  await expect.poll(() => editorText(maya)).toContain('x = 1');
});

test('the teacher pairs them; both type at once and see the same', async () => {
  await teacher.bringToFront();
  await teacher.getByRole('gridcell', { name: /^Maya Cohen/ }).focus();
  await teacher.getByRole('button', { name: 'More for Maya Cohen' }).click();
  await teacher.getByRole('menuitem', { name: 'Pair with…' }).click();
  await teacher.getByRole('dialog').getByText('Leo Marsh').click();
  await shoot(teacher, 'wall-pair');
  await teacher.getByRole('button', { name: 'Pair them' }).click();
  await expect.poll(() => editorText(leo)).toContain('x = 1');

  await typeProgram(maya, ['# Maya', '', '', '# Leo']);
  await expect.poll(() => editorText(leo)).toContain('# Leo');
  await focusEditor(leo);
  await leo.keyboard.press('Control+End');
  await focusEditor(maya);
  await maya.keyboard.press('Control+Home');
  await maya.keyboard.press('End');
  await Promise.all([
    maya.keyboard.type(' was here first', { delay: 15 }),
    leo.keyboard.type(' came later too', { delay: 12 }),
  ]);
  for (const page of [maya, leo]) {
    await expect
      .poll(() => editorText(page))
      .toBe('# Maya was here first\n\n\n# Leo came later too');
  }
  await expect(
    leo
      .locator('.monaco-editor')
      .getByText('Maya', { exact: false })
      .or(leo.locator('[class*="flag"], [class*="caret"]'))
      .first(),
  ).toBeAttached();
  await shoot(maya, 'room-pair');
});

test("undo takes back one's own typing and never the partner's", async () => {
  await focusEditor(maya);
  await maya.keyboard.press('Control+Home');
  await maya.waitForTimeout(700);
  // At once: keys half a second apart are steps of their own.
  await maya.keyboard.insertText('MINE');
  await focusEditor(leo);
  await leo.keyboard.press('Control+End');
  await leo.keyboard.type(' THEIRS');
  await expect.poll(() => editorText(maya)).toContain('THEIRS');
  await focusEditor(maya);
  await maya.keyboard.press('Control+z');
  for (const page of [maya, leo]) {
    await expect
      .poll(() => editorText(page))
      .toBe('# Maya was here first\n\n\n# Leo came later too THEIRS');
  }
  await maya.keyboard.press('Control+Shift+z');
  await expect.poll(() => editorText(leo)).toContain('MINE');
  await maya.keyboard.press('Control+z');
});

test('a program asks, the partner answers, both see it', async () => {
  await typeProgram(maya, [
    'name = input("Name? ")',
    'for i in range(2):',
    '    print("Hello", name, i)',
  ]);
  await maya.keyboard.press('Control+Enter');
  for (const page of [maya, leo])
    await expect(page.getByText('Name?', { exact: false }).last()).toBeVisible();
  const answer = leo.getByLabel('Your answer to the program');
  await answer.fill('Robin');
  await answer.press('Enter');
  for (const page of [maya, leo]) await expect(page.getByText('Hello Robin 1')).toBeVisible();
  await shoot(maya, 'room-run');
});

test('an endless loop is stopped by hand at once, and by its limit with a sentence', async () => {
  await typeProgram(maya, ['while True:', '    pass']);
  await maya.keyboard.press('Control+Enter');
  await expect(maya.getByRole('button', { name: /^Stop/ })).toBeVisible();
  await maya.waitForTimeout(500);
  const began = Date.now();
  await maya.keyboard.press('Control+.');
  await expect(maya.getByRole('button', { name: /^Run/ })).toBeVisible();
  expect(Date.now() - began).toBeLessThan(3_000);
  await maya.keyboard.press('Control+Enter');
  await expect(maya.getByText(/Stopped after \d+.* the program was still busy/)).toBeVisible({
    timeout: 20_000,
  });
});

test('an error shows its line in the room and on the wall', async () => {
  await typeProgram(maya, ['week = [1, 2, 3]', 'for i in range(4):', '    print(week[i])']);
  await maya.keyboard.press('Control+Enter');
  for (const page of [maya, leo])
    await expect(page.getByText('IndexError: list index out of range').first()).toBeVisible();
  await shoot(maya, 'room-error');
  await expect(teacher.getByRole('gridcell', { name: /^Maya Cohen.*IndexError/ })).toBeVisible();
  for (let i = 0; i < 2; i += 1) {
    await maya.getByRole('button', { name: /^Run/ }).click();
    await expect(maya.getByText(/Run \d+ ended with an error/)).toBeVisible();
    await maya.waitForTimeout(300);
  }
  await expect(teacher.getByRole('gridcell', { name: /^Maya Cohen.*stuck/i })).toBeVisible();
  await shoot(teacher, 'wall-stuck');
});

test('a hand goes up, the wall shows it with the question, and the teacher goes in: seen by the students', async () => {
  await maya.getByRole('button', { name: 'Raise hand' }).click();
  await maya.getByLabel('Your question, if you like').fill('Why does it stop?');
  await maya.getByRole('button', { name: 'Save question' }).click();
  await maya.keyboard.press('Escape');
  await expect(teacher.getByRole('gridcell', { name: /^Maya Cohen.*hand up/i })).toBeVisible();
  await expect(teacher.getByText('Why does it stop?').first()).toBeVisible();
  await shoot(teacher, 'wall-hand');
  await expectAccessible(teacher, 'wall');
  await teacher.getByRole('gridcell', { name: /^Maya Cohen/ }).focus();
  await teacher.keyboard.press('Enter');
  await expect(teacher.getByText('Peek', { exact: true }).first()).toBeVisible();
  await expect.poll(() => editorText(teacher)).toContain('week = [1, 2, 3]');
  for (const page of [maya, leo]) {
    await expect(page.getByText('Ms Adeyemi is looking at this room.').first()).toBeAttached();
  }
  await shoot(maya, 'room-watched');
  await shoot(teacher, 'visit-peek');
  await expectAccessible(teacher, 'a visit');
});

test('peeking cannot write; co-editing can, and its undo is its own', async () => {
  await focusEditor(teacher);
  await teacher.keyboard.press('Control+End');
  await teacher.keyboard.type('PEEKED');
  await teacher.waitForTimeout(500);
  expect(await editorText(maya)).not.toContain('PEEKED');
  await teacher.getByText('Co-edit', { exact: true }).first().click();
  await expect(teacher.getByText('You are editing with', { exact: false })).toBeVisible();
  await focusEditor(teacher);
  await teacher.keyboard.press('Control+End');
  await typeLines(teacher, ['', '# how long is week?']);
  await expect.poll(() => editorText(maya)).toContain('# how long is week?');
  await shoot(teacher, 'visit-coedit');
  await shoot(maya, 'room-coedit');
  await teacher
    .getByRole('button', { name: 'Back to the wall' })
    .or(teacher.getByRole('link', { name: 'Back to the wall' }))
    .click();
  await expect(teacher.getByRole('gridcell', { name: /^Maya Cohen/ })).toBeVisible();
  await expect(maya.getByText('Ms Adeyemi is looking at this room.')).toHaveCount(0);
});

test('room chat reaches the partner, in order, once', async () => {
  const box = maya.getByPlaceholder('Message the room');
  await box.fill('should the loop stop earlier?');
  await box.press('Enter');
  await box.fill('range(3), I think');
  await box.press('Enter');
  await expect(leo.getByText('range(3), I think')).toHaveCount(1);
  await expect(leo.getByText('should the loop stop earlier?')).toHaveCount(1);
});

test('with the cable pulled both type on; joined up again nothing is lost or doubled', async () => {
  await typeProgram(maya, ['# top', '', '# bottom']);
  await expect.poll(() => editorText(leo)).toBe('# top\n\n# bottom');
  cable.pull();
  await expect(leo.getByText('No connection.', { exact: false }).first()).toBeVisible();
  await shoot(leo, 'room-offline');
  await focusEditor(leo);
  await leo.keyboard.press('Control+End');
  await leo.keyboard.type(' offline words');
  await expect(leo.getByText('Saved on this computer').first()).toBeVisible();
  await focusEditor(maya);
  await maya.keyboard.press('Control+Home');
  await maya.keyboard.press('End');
  await maya.keyboard.type(' online words');
  expect(await editorText(maya)).not.toContain('offline words');
  cable.plug();
  for (const page of [maya, leo]) {
    await expect
      .poll(() => editorText(page), { timeout: 20_000 })
      .toBe('# top online words\n\n# bottom offline words');
  }
  await expect(leo.getByText('Saved', { exact: true }).first()).toBeVisible();
});

test('the server is killed in mid-lesson and comes back: everybody goes on by themselves', async () => {
  await product.kill();
  await focusEditor(maya);
  await maya.keyboard.press('Control+End');
  await maya.keyboard.type(' through the crash');
  product = await product.restart();
  for (const page of [maya, leo]) {
    await expect
      .poll(() => editorText(page), { timeout: 30_000 })
      .toContain('# bottom offline words through the crash');
  }
  await expect(maya.getByText('Saved', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  await expect(teacher.getByRole('gridcell', { name: /^Maya Cohen/ })).toBeVisible({
    timeout: 30_000,
  });
});

test('on the same device one click goes back in', async () => {
  await maya.goto(product.url);
  await shoot(maya, 'home-rejoin');
  await maya.getByText(/Rejoin .* as Maya/).click();
  await maya.waitForURL(/\/room\//);
  await expect.poll(() => editorText(maya)).toContain('through the crash');
});

test('the lesson ends: rooms can be read and not changed', async () => {
  await teacher.getByRole('button', { name: 'End lesson' }).click();
  await shoot(teacher, 'wall-end');
  await teacher.getByRole('dialog').getByRole('button', { name: 'End lesson' }).click();
  await expect(leo.getByText('The lesson has ended.', { exact: false }).first()).toBeVisible();
  await focusEditor(leo);
  await leo.keyboard.type('too late');
  await leo.waitForTimeout(500);
  expect(await editorText(leo)).not.toContain('too late');
});

test('no page met an error of its own', () => {
  expect(errors).toEqual([]);
});
