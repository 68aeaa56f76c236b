import { type Browser, expect, type Page, test } from '@playwright/test';
import { joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { ready, typeProgram } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** Three students of ten with the same error: one card, one hint, all three get it, and it can be taken back. */
let product: Product;
let teacher: Page;
const students: Page[] = [];
const names = ['Maya Cohen', 'Bartholomew Featherstonehaugh-Smith', 'Leo Marchetti'];

const aPage = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage();

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  product = await startProduct();
  teacher = await aPage(browser);
  await setUpTeacher(teacher.context(), product);
  const lesson = await startLesson(teacher.context(), product.url);
  // At most three in ten are told of at once.
  for (let n = 0; n < 7; n += 1) {
    const context = await browser.newContext();
    await joinLesson(context, product.url, lesson.code, `Student ${n}`);
    await context.close();
  }
  for (const name of names) {
    const page = await aPage(browser);
    const { roomId } = await joinLesson(page.context(), product.url, lesson.code, name);
    await page.goto(`${product.url}/room/${roomId}`);
    await ready(page);
    students.push(page);
  }
  await teacher.goto(`${product.url}/wall/${lesson.id}`);
});
test.afterAll(() => product.remove());

test('several students with the same error are one card with one hint to all', async () => {
  test.setTimeout(180_000);
  for (const [i, page] of students.entries()) {
    await typeProgram(page, [
      `rainfall_readings_${i} = [1, 2, 3]`,
      `print(rainfall_readings_${i}[3 + ${i}])`,
    ]);
    for (let n = 1; n <= 3; n += 1) {
      await page.getByRole('button', { name: /^Run/ }).click();
      await expect(page.getByText(`Run ${n} ended with an error`)).toBeVisible();
    }
  }
  const card = teacher.getByRole('listitem').filter({ hasText: '3 students, same IndexError' });
  await expect(card).toBeVisible({ timeout: 30_000 });
  for (const name of names) await expect(card).toContainText(name);
  await shoot(teacher, 'wall-group');
  await teacher.emulateMedia({ colorScheme: 'dark' });
  await shoot(teacher, 'wall-group-dark');
  await expectAccessible(teacher, 'wall-group-dark');
  await teacher.setViewportSize({ width: 820, height: 1180 });
  await shoot(teacher, 'wall-group-820');
  await teacher.setViewportSize({ width: 1366, height: 768 });
  await teacher.emulateMedia({ colorScheme: 'light' });
  await expectAccessible(teacher, 'wall-group');

  await card.getByRole('button', { name: 'Hint to 3' }).click();
  const sure = teacher.getByRole('dialog');
  for (const name of names) await expect(sure).toContainText(name);
  await shoot(teacher, 'wall-group-sure');
  await sure.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(teacher.getByText('Hint sent to 3 students')).toBeVisible();
  await teacher.getByRole('button', { name: 'Undo' }).click();
  await expect(card).toBeVisible();
  for (const page of students) await expect(page.getByText('Hint from Ms Adeyemi')).toBeHidden();
  await card.getByRole('button', { name: 'Hint to 3' }).click();
  await sure.getByRole('button', { name: 'Send', exact: true }).click();
  for (const page of students) await expect(page.getByText('Hint from Ms Adeyemi')).toBeVisible();
  await expect(card).toBeHidden();
});
