import { expect, test } from '@playwright/test';
import { joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { ready, typeProgram } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** The page for whoever runs the server: real figures, for teachers only. */
let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(async () => {
  await product.remove();
});

test('a teacher sees how the server is and what changes, a student does not get in', async ({
  browser,
}) => {
  const teacher = await browser.newContext({ reducedMotion: 'reduce' });
  await setUpTeacher(teacher, product);
  const lesson = await startLesson(teacher, product.url);
  const student = await browser.newContext();
  const place = await joinLesson(student, product.url, lesson.code, 'Maya Cohen');

  const page = await teacher.newPage();
  await page.goto(product.url);
  await page.getByTitle('Signed in as Ms Adeyemi').click();
  await page.getByRole('menuitem', { name: 'Server' }).click();
  await expect(page.getByRole('heading', { name: /^Server/ })).toBeVisible();
  await expect(page.getByText(/1 lesson on, 0 people, 0 rooms open/)).toBeVisible();
  await expect(page.getByText(`http://localhost:${product.port}`)).toBeVisible();
  await expect(page.getByText(/Built in, Postgres \d/)).toBeVisible();
  await expect(page.getByText('None known of this data folder.')).toBeVisible();
  // Whatever this machine allows, each limit says whether it holds.
  await expect(
    page.getByRole('complementary', { name: 'How programs run' }).getByRole('listitem'),
  ).not.toHaveCount(0);

  const room = await student.newPage();
  await room.goto(`${product.url}/room/${place.roomId}`);
  await ready(room);
  await typeProgram(room, ['print(6 * 7)']);
  await room.keyboard.press('Control+Enter');
  await expect(room.getByText(/ended|42/).first()).toBeVisible();
  await expect(page.getByText(/1 lesson on, 1 person, 1 room open/)).toBeVisible();
  await expect(page.getByText('half under').first()).toBeVisible();

  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    for (const [name, width, height] of [
      ['chromebook', 1366, 768],
      ['tablet', 820, 1180],
      ['phone', 390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await shoot(page, `server.${theme}.${name}`);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
    }
    await expectAccessible(page, `server, ${theme}`);
  }

  await room.goto(`${product.url}/server`);
  await expect(room.getByText('This page is for teachers.')).toBeVisible();
});

test('a server that goes silent is told, and what was seen stays', async ({ browser }) => {
  const context = await browser.newContext();
  const other = await startProduct();
  try {
    await setUpTeacher(context, other);
    const page = await context.newPage();
    await page.goto(`${other.url}/server`);
    await expect(page.getByText(/0 lessons on/)).toBeVisible();
    await other.kill();
    await expect(page.getByText(/The server has not answered since/)).toBeVisible();
    await expect(page.getByText(`http://localhost:${other.port}`)).toBeVisible();
  } finally {
    await other.remove();
  }
});
