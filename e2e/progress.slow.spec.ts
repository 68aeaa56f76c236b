import { expect, type Page, test } from '@playwright/test';
import { call, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { joinByTyping, typeProgram } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** A quiz by keyboard, and numbers that move without a reload and add up to what is shown. */
test.describe.configure({ mode: 'serial' });

let product: Product;
let teacher: Page;
let maya: Page;
let classId = '';
let mastery = 0;

/** Of each question of the quiz about functions, in its order. */
const rightChoices = ['8\nNone', 'None', 'A parameter and an argument', '1', '[1, 2]'];

const solution = [
  'def to_fahrenheit(celsius):',
  '    return celsius * 9 / 5 + 32',
  '',
  'def to_celsius(fahrenheit):',
  '    return (fahrenheit - 32) * 5 / 9',
  '',
];

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  const context = await browser.newContext();
  await setUpTeacher(context, product);
  const lesson = await startLesson(context, product.url);
  ({ classId } = lesson);
  await call(context, product.url, 'POST', `/api/lessons/${lesson.id}/exercises`, {
    exercises: ['first-steps/temperature'],
  });
  teacher = await context.newPage();
  await teacher.goto(`${product.url}/wall/${lesson.id}`);
  maya = await (await browser.newContext()).newPage();
  await joinByTyping(maya, product.url, lesson.code, 'Maya Cohen');
});
test.afterAll(async () => {
  await product.remove();
});

/** Works the sum of a formula out. @returns what it comes to and what it is said to be */
async function formulaIn(page: Page): Promise<{ worked: number; shown: number }> {
  const text = (await page.locator('.formula code').textContent()) ?? '';
  const [sum = '', said = ''] = text.split('=');
  const parts = [...sum.matchAll(/([\d.]+) × (\d+)/g)].map(([, a, b]) => Number(a) * Number(b));
  const total = Number(/÷ ([\d.]+)/.exec(sum)?.[1] ?? 1);
  const worked = Math.floor(parts.reduce((all, part) => all + part, 0) / total + 0.5 + 1e-9);
  return { worked, shown: Number(said) };
}

const functions = (page: Page) => page.getByRole('button', { name: /^Functions .*\d+ %/ });

async function shownMastery(page: Page): Promise<number> {
  return Number(/(\d+) %/.exec((await functions(page).textContent()) ?? '')?.[1]);
}

test('a student takes a quiz with the keyboard, and learns what was right at its end', async () => {
  await maya.getByRole('button', { name: 'Quiz', exact: true }).click();
  await maya.getByRole('button', { name: 'Begin' }).click();
  for (const [at, right] of rightChoices.entries()) {
    await expect(maya.getByText(`Question ${at + 1} of 5`)).toBeVisible();
    const choices = maya.getByRole('radiogroup', { name: 'Answers' }).locator('label span');
    const texts = await choices.allTextContents();
    const place = texts.indexOf(right);
    expect(place, texts.join(' | ')).toBeGreaterThanOrEqual(0);
    // The last one is answered wrong.
    const isLast = at === rightChoices.length - 1;
    await maya.keyboard.press(String(((isLast ? place + 1 : place) % texts.length) + 1));
    await expect(maya.getByRole('region', { name: 'Quizzes' }).getByText('Saved')).toBeVisible();
    if (at === 0) {
      await shoot(maya, 'quiz');
      await expectAccessible(maya, 'quiz');
    }
    await maya.keyboard.press('Enter');
  }
  await expect(maya.getByRole('heading', { name: '4 of 5 right, 80 %' })).toBeVisible();
  await expect(maya.getByText('Not right')).toHaveCount(1);
  await expect(maya.getByText('every call shares it')).toBeVisible();
  await shoot(maya, 'quiz-result');
});

test('her progress opens to the sum it is made of, and moves by itself when tests pass', async () => {
  await maya.getByRole('button', { name: 'My progress' }).click();
  await expect(functions(maya)).toBeVisible();
  mastery = await shownMastery(maya);
  await functions(maya).click();
  expect(await formulaIn(maya)).toEqual({ worked: mastery, shown: mastery });
  await expect(maya.locator('.formula')).toContainText('Functions that answer 80, today');
  await shoot(maya, 'progress-room');
  await maya.emulateMedia({ colorScheme: 'dark' });
  await shoot(maya, 'progress-room-dark');
  await expectAccessible(maya, 'progress-room-dark');
  await maya.emulateMedia({ colorScheme: 'light' });

  const before = mastery;
  await typeProgram(maya, solution);
  await maya.keyboard.press('Control+Shift+Enter');
  await expect.poll(() => shownMastery(maya), { timeout: 60_000 }).toBeGreaterThan(before);
  mastery = await shownMastery(maya);
  expect(await formulaIn(maya)).toEqual({ worked: mastery, shown: mastery });
});

test('the page of one’s own says the same on a narrow screen', async () => {
  const page = await maya.context().newPage();
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(product.url);
  await page.getByRole('link', { name: 'My progress' }).click();
  await expect(functions(page)).toBeVisible();
  expect(await shownMastery(page)).toBe(mastery);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide).toBe(false);
  await shoot(page, 'progress-own-narrow');
  await expectAccessible(page, 'progress-own-narrow');
  await page.close();
});

test('the teacher finds it among students and topics, with the same sum', async () => {
  await teacher.getByRole('link', { name: 'Progress', exact: true }).click();
  await teacher.waitForURL(`**/class/${classId}/progress`);
  const cell = teacher.getByRole('button', {
    name: new RegExp(`^Maya Cohen, Functions: ${mastery} %, `),
  });
  await expect(cell).toBeVisible();
  await shoot(teacher, 'progress-class');
  await teacher.emulateMedia({ colorScheme: 'dark' });
  await shoot(teacher, 'progress-class-dark');
  await expectAccessible(teacher, 'progress-class-dark');
  await teacher.emulateMedia({ colorScheme: 'light' });
  await cell.click();
  await expect(teacher.getByRole('dialog', { name: 'Functions, Maya Cohen' })).toBeVisible();
  expect(await formulaIn(teacher)).toEqual({ worked: mastery, shown: mastery });
  await shoot(teacher, 'progress-formula');
  await teacher.keyboard.press('Escape');
  await teacher.setViewportSize({ width: 390, height: 844 });
  const wide = await teacher.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide).toBe(false);
  const csv = await textAt(teacher, `/api/classes/${classId}/progress.csv`);
  expect(csv).toContain(`Maya Cohen,Functions,Functions,${mastery},`);
});

async function textAt(page: Page, path: string): Promise<string> {
  return (await page.request.get(product.url + path)).text();
}
