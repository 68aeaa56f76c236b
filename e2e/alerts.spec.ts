import { type Browser, expect, type Page, test } from '@playwright/test';
import { joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { ready, typeProgram } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** A student fails the same way three times; the teacher sees why and sends the hint; the student sees it. */
test.describe.configure({ mode: 'serial' });

let product: Product;
let teacher: Page;
let maya: Page;
let classId = '';

async function aPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  return context.newPage();
}

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  teacher = await aPage(browser);
  maya = await aPage(browser);
  await setUpTeacher(teacher.context(), product);
  const lesson = await startLesson(teacher.context(), product.url);
  classId = lesson.classId;
  const { roomId } = await joinLesson(maya.context(), product.url, lesson.code, 'Maya Cohen');
  await teacher.goto(`${product.url}/wall/${lesson.id}`);
  await maya.goto(`${product.url}/room/${roomId}`);
  await ready(maya);
});
test.afterAll(() => product.remove());

const hints = () => maya.getByRole('log', { name: 'Hints from your teacher' });
const card = () => teacher.getByRole('listitem').filter({ hasText: 'Maya Cohen' });

test('three times the same error bring a card with the reason, the line and a hint', async () => {
  await typeProgram(maya, ['wet = [1, 2, 3]', 'print(wet[3])']);
  for (let n = 1; n <= 3; n++) {
    await maya.getByRole('button', { name: /^Run/ }).click();
    await expect(maya.getByText(`Run ${n} ended with an error`)).toBeVisible();
  }
  await expect(card()).toContainText('3 × IndexError in 1 min on line 2', { timeout: 15_000 });
  await expect(card()).toContainText('print(wet[3])');
  await expect(card()).toContainText('Hint, built in');
  // In her own names, and no loop is spoken of where there is none.
  await expect(card().getByText('wet', { exact: true })).toBeVisible();
  await expect(card()).not.toContainText('round');
  await shoot(teacher, 'wall-alert');
  await expectAccessible(teacher, 'wall-alert');
});

test('the hint can be changed, is sent once it is stored, and can be taken back', async () => {
  await card().getByRole('button', { name: 'Change the hint' }).click();
  await teacher.getByLabel('Your hint').fill('How many items has wet, counted from 0?');
  await card().getByRole('button', { name: 'Send hint' }).click();
  await expect(teacher.getByText('Hint sent to Maya', { exact: true })).toBeVisible();
  await expect(hints()).toContainText('Hint from Ms Adeyemi');
  await expect(hints()).toContainText('How many items has wet, counted from 0?');
  // On screen for five seconds: at once.
  await teacher.getByRole('button', { name: 'Undo' }).click();
  await expect(maya.getByText('Hint from Ms Adeyemi')).toBeHidden();
  await expect(card()).toBeVisible();
});

test('X dismisses the card and H sends its hint, which a reload keeps', async () => {
  await teacher.keyboard.press('x');
  await expect(card()).toBeHidden();
  await expect(teacher.getByText('Dismissed: Maya')).toBeVisible();
  await teacher.getByRole('button', { name: 'Undo' }).last().click();
  await expect(card()).toBeVisible();
  await teacher.keyboard.press('h');
  await expect(hints()).toContainText('Hint from Ms Adeyemi');
  await maya.reload();
  await ready(maya);
  await expect(hints()).toContainText('Hint from Ms Adeyemi');
  await expect(card()).toBeHidden();
  await expect(teacher.getByText('Hint sent to Maya by Ms Adeyemi')).toBeVisible();
  await shoot(maya, 'room-hint');
  await expectAccessible(maya, 'room-hint');
});

test('when the program works again, the list says so', async () => {
  await typeProgram(maya, ['print("works")']);
  await maya.getByRole('button', { name: /^Run/ }).click();
  const sorted = teacher.getByText(/Maya .* after the hint/);
  await expect(sorted).toBeVisible({ timeout: 15_000 });
  // It stands in its own section, above the mistakes.
  const [line, mistakes] = [sorted, teacher.getByText('Common mistakes')];
  const bottom = await line.evaluate((one) => one.getBoundingClientRect().bottom);
  expect(bottom).toBeLessThan(
    await mistakes.evaluate((one) => one.closest('section')?.getBoundingClientRect().top ?? 0),
  );
});

test('when nobody needs the teacher, whoever stands still is named with the reason', async () => {
  await expect(teacher.getByText('Nobody needs you right now')).toBeVisible();
  for (const [n, line] of [
    [5, 'print(nobody)'],
    [6, 'print(1 / 0)'],
  ] as const) {
    await typeProgram(maya, [line]);
    await maya.getByRole('button', { name: /^Run/ }).click();
    await expect(maya.getByText(`Run ${n} ended with an error`)).toBeVisible();
  }
  const next = teacher.getByText('Next look: Maya Cohen – 2 failed runs in a row.');
  await expect(next).toBeVisible({ timeout: 30_000 });
  await shoot(teacher, 'wall-calm');
  await expectAccessible(teacher, 'wall-calm');
});

test('a class says from when on it wants to hear of a student, and goes back to the standard', async () => {
  await teacher.goto(`${product.url}/class/${classId}`);
  const form = teacher.getByRole('form', { name: 'When you hear of a student' });
  const same = form.getByLabel('The same error, times');
  const save = form.getByRole('button', { name: 'Save', exact: true });
  await expect(same).toHaveValue('3');
  await same.fill('1');
  await save.click();
  await expect(form.getByRole('alert')).toHaveText('2 to 20, usually 3.');
  await same.fill('4');
  await form.getByLabel(/writes that they are stuck/).uncheck();
  await save.click();
  await expect(teacher.getByText('Saved. These hold from now on.')).toBeVisible();
  await teacher.reload();
  await expect(same).toHaveValue('4');
  await form.scrollIntoViewIfNeeded();
  await shoot(teacher, 'class-alerts');
  await expectAccessible(teacher, 'class-alerts');
  await form.getByRole('button', { name: 'Back to the standard' }).click();
  await expect(same).toHaveValue('3');
  await teacher.reload();
  await expect(same).toHaveValue('3');
  await expect(form.getByLabel(/writes that they are stuck/)).toBeChecked();
});
