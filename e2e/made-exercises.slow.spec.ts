import type { RoomWork } from '@learnflow/shared';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { call, joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { ready, typeProgram } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** From a sentence to exercises that students have: one is told live, one at the next coming back, each once. */
test.describe.configure({ mode: 'serial' });

let product: Product;
let teacher: Page;
let james: Page;
let maya: Page;
let mayasRoom = '';
let jamesRoom = '';

async function aPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  return context.newPage();
}
const noticeIn = (page: Page) => page.getByText(/^Ms Adeyemi gave you: /).first();

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  [teacher, james, maya] = [await aPage(browser), await aPage(browser), await aPage(browser)];
  await setUpTeacher(teacher.context(), product);
  const { id, code } = await startLesson(teacher.context(), product.url);
  await call(teacher.context(), product.url, 'POST', `/api/lessons/${id}/exercises`, {
    exercises: ['first-steps/rainfall'],
  });
  jamesRoom = (await joinLesson(james.context(), product.url, code, 'James Okoro')).roomId;
  mayasRoom = (await joinLesson(maya.context(), product.url, code, 'Maya Cohen')).roomId;
  await teacher.goto(`${product.url}/wall/${id}`);
  await james.goto(`${product.url}/room/${jamesRoom}`);
  await ready(james);
});
test.afterAll(() => product.remove());

test('a sentence becomes exercises that were tried in the sandbox', async () => {
  await teacher.getByRole('button', { name: 'Exercises' }).click();
  const field = teacher.getByRole('textbox', { name: 'What should the exercises be about?' });
  await field.fill('exercises on quantum physics');
  await field.press('Enter');
  await expect(teacher.getByText('No exercises are built in for that topic.')).toBeVisible();
  await field.fill('Create 2 easy exercises on list comprehensions');
  await field.press('Enter');
  await expect(teacher.getByRole('button', { name: 'Assign all 2' })).toBeVisible({
    timeout: 60_000,
  });
  await teacher.getByText('Show solution').first().click();
  await shoot(teacher, 'made-exercises');
  await expectAccessible(teacher, 'made-exercises');
  await teacher.emulateMedia({ colorScheme: 'dark' });
  await shoot(teacher, 'made-exercises-dark');
  await teacher.emulateMedia({ colorScheme: 'light' });
});

test('one click gives them, and who is here is told at once, once', async () => {
  await teacher.getByRole('button', { name: 'Assign all 2' }).click();
  await expect(teacher.getByText('Everyone has 2 exercises more.')).toBeVisible();
  await expect(teacher.getByText('Assigned', { exact: true })).toHaveCount(2);
  await expect(noticeIn(james)).toBeVisible();
  await shoot(james, 'made-notice');
  await expectAccessible(james, 'made-notice');
  await james.getByRole('button', { name: 'Open', exact: true }).first().click();
  await expect(james.getByText(/^Ms Adeyemi gave you: /)).toHaveCount(1);
  await expect(james.getByText('2 of 3')).toBeVisible();
  await james.reload();
  await ready(james);
  await expect(james.getByText('2 of 3')).toBeVisible();
  await expect(noticeIn(james)).toBeHidden();
});

test('who was away is told at the next coming back, and never again', async () => {
  await maya.goto(`${product.url}/room/${mayasRoom}`);
  await ready(maya);
  await expect(maya.getByText(/^Ms Adeyemi gave you: /)).toHaveCount(2);
  const seen = async () => {
    const path = `/api/rooms/${mayasRoom}/work`;
    return (await call<RoomWork>(maya.context(), product.url, 'GET', path)).notices.length;
  };
  await expect.poll(seen).toBe(0);
  await maya.reload();
  await ready(maya);
  await expect(maya.getByText('Tests', { exact: true }).first()).toBeVisible();
  await expect(noticeIn(maya)).toBeHidden();
});

test('it is solved, handed in and reviewed, with the sum behind the score', async () => {
  const solution = await solutionOf(james);
  await typeProgram(james, solution);
  await james.getByRole('button', { name: 'Hand in' }).click();
  await expect(james.getByText(/^All \d tests pass/)).toBeVisible({ timeout: 60_000 });
  const review = james.getByText('Code review', { exact: false }).first();
  await expect(review).toContainText('100', { timeout: 30_000 });
  await review.click();
  await expect(james.getByText('÷ 100 = 100')).toBeVisible();
  await shoot(james, 'code-review');
  await expectAccessible(james, 'code-review');
  await james.emulateMedia({ colorScheme: 'dark' });
  await shoot(james, 'code-review-dark');
  await james.setViewportSize({ width: 820, height: 1180 });
  await shoot(james, 'code-review-820');
});

/** What the teacher sees of the exercise that the student has open. */
async function solutionOf(student: Page): Promise<string[]> {
  const title = await student.getByRole('heading', { level: 2 }).first().textContent();
  const lessonId = teacher.url().split('/').at(-1) ?? '';
  const path = `/api/lessons/${lessonId}/made-exercises`;
  const made = await call<{ title: string; solution: { text: string }[] }[]>(
    teacher.context(),
    product.url,
    'GET',
    path,
  );
  const text = made.find((one) => one.title === title)?.solution[0]?.text ?? '';
  return text.trimEnd().split('\n');
}
