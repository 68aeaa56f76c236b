import type { LessonView } from '@learnflow/shared';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { call, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { joinByTyping, terminal, typeProgram } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** What an error means and its hints, from a real program to the student's screen. */
test.describe.configure({ mode: 'serial' });

let product: Product;
let maya: Page;
let teacher: BrowserContext;
let lesson: LessonView;
const program = [
  'def rising(readings):',
  '    count = 0',
  '    for i in range(len(readings)):',
  '        if readings[i + 1] > readings[i]:',
  '            count += 1',
  '    return count',
  '',
  'print(rising([2, 5, 9]))',
];
const help = () => maya.getByRole('region', { name: 'What this error means' });
const run = () => maya.keyboard.press('Control+Enter');

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  teacher = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  await setUpTeacher(teacher, product);
  lesson = await startLesson(teacher, product.url);
  maya = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await joinByTyping(maya, product.url, lesson.code, 'Maya Cohen');
});
test.afterAll(async () => {
  await product.remove();
});

test('a failing run says what its error means, in the names of the student and with a picture', async () => {
  await typeProgram(maya, program);
  await run();
  await expect(help()).toBeVisible({ timeout: 30_000 });
  await expect(help()).toContainText('readings has 3 items, numbered 0 to 2');
  await expect(help()).toContainText('i is 2, so i + 1 asks for 3');
  await expect(help()).toContainText('IndexError: list index out of range');
  await expect(help().getByRole('img', { name: /^readings: 3 places/ })).toBeVisible();
  await shoot(maya, 'help');
  await maya.emulateMedia({ colorScheme: 'dark' });
  await shoot(maya, 'help-dark');
  await maya.emulateMedia({ colorScheme: 'light' });
  await expectAccessible(maya, 'help');
});

test('hints open one by one: at once, after one more run, after a while', async () => {
  await help().getByRole('button', { name: 'Open hint 1' }).click();
  await expect(help()).toContainText('the last time round the loop on line 3');
  const second = help().getByRole('button', { name: 'Open hint 2' });
  await expect(second).toBeDisabled();
  await expect(help()).toContainText(/Opens after one more try, or in 1:\d\d\./);
  await shoot(maya, 'help-hint');
  await run();
  await expect(second).toBeEnabled({ timeout: 30_000 });
  await second.click();
  await expect(help()).toContainText('there is no neighbour on that side');
  await expect(help().getByRole('button', { name: 'Open hint 3' })).toBeDisabled();
});

test('on a small screen it stands under what the program printed, and reloading keeps it', async () => {
  await maya.setViewportSize({ width: 1024, height: 768 });
  await maya.reload();
  await expect(help()).toBeVisible({ timeout: 30_000 });
  await expect(terminal(maya)).toContainText('What this error means');
  await expect(help().getByRole('heading').first()).toBeInViewport();
  await expect(help()).toContainText('there is no neighbour on that side');
  await shoot(maya, 'help-1024');
  await maya.setViewportSize({ width: 390, height: 844 });
  await run();
  await expect(help().getByRole('heading').first()).toBeInViewport({ timeout: 30_000 });
  await shoot(maya, 'help-390');
  await maya.setViewportSize({ width: 1440, height: 900 });
});

test('where the class looks first, the last hint is asked for and the teacher opens it', async () => {
  await call(teacher, product.url, 'PATCH', `/api/classes/${lesson.classId}`, {
    looksFirst: true,
  });
  const wall = await teacher.newPage();
  await wall.goto(`${product.url}/wall/${lesson.id}`);
  await run();
  await expect(help()).toContainText('Ms Adeyemi looks at this one first.', { timeout: 30_000 });
  await help().getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(help()).toContainText('Ms Adeyemi is looking at it first.');
  await shoot(maya, 'help-asked');
  const card = wall.getByRole('listitem').filter({ hasText: 'Asks for the worked step' });
  await expect(card).toBeVisible({ timeout: 15_000 });
  await shoot(wall, 'wall-asked');
  await card.getByRole('button', { name: 'Send hint' }).click();
  await expect(help().getByRole('listitem').nth(2)).not.toContainText('Ms Adeyemi');
  await expect(help().getByRole('button', { name: 'Ask', exact: true })).toBeHidden();
  await shoot(maya, 'help-opened');
  await wall.close();
});

test('a program that works needs no explanation', async () => {
  await typeProgram(maya, ['print("fine")']);
  await run();
  await expect(terminal(maya)).toContainText('fine');
  await expect(help()).toBeHidden();
});
