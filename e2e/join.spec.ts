import { expect, type Page, test } from '@playwright/test';
import { call, joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { expectAccessible, shoot } from './screens.ts';

/** What stands between a student and the room: every sentence, and the way out that it names. */
let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(async () => {
  await product.remove();
});

async function aLesson(page: Page): Promise<{ id: string; code: string; classId: string }> {
  const context = await page.context().browser()?.newContext();
  if (!context) throw new Error('No browser');
  if (product.link) {
    await setUpTeacher(context, product).catch(() => undefined);
    const me = await call<{ user: unknown }>(context, product.url, 'GET', '/api/me');
    if (!me.user) {
      await call(context, product.url, 'POST', '/api/sign-in', { passphrase: 'seven wet days' });
    }
  }
  const lesson = await startLesson(context, product.url, { className: `Class ${Date.now()}` });
  teachers.set(lesson.id, (path, body) => call(context, product.url, 'POST', path, body));
  return lesson;
}
const teachers = new Map<string, (path: string, body?: unknown) => Promise<unknown>>();

const codeField = (page: Page) => page.getByLabel('Class code, six characters');
const nameField = (page: Page) => page.getByLabel('Your name', { exact: true }).first();

test('a wrong code, and letters that no code has', async ({ page }) => {
  await aLesson(page);
  await page.goto(product.url);
  await codeField(page).fill('ZZZZZZ');
  await expect(
    page.getByText('No class has that code. Check the last characters with your teacher.'),
  ).toBeVisible();
  await shoot(page, 'join-wrong-code');
  await expectAccessible(page, 'a wrong code');
  await codeField(page).fill('');
  await codeField(page).pressSequentially('KO1');
  await expect(page.getByText(/There is no.*O.*in a code/).first()).toBeVisible();
});

test('the code in the address, a taken name, the two words on another device', async ({
  page,
  browser,
}) => {
  const lesson = await aLesson(page);
  const first = await browser.newContext();
  const maya = await joinLesson(first, product.url, lesson.code, 'Maya');
  await page.goto(`${product.url}/?code=${lesson.code}`);
  await nameField(page).fill('Maya');
  await nameField(page).press('Enter');
  const words = page.getByLabel('Your two words');
  await expect(words).toBeVisible();
  await expect(nameField(page)).toHaveValue('Maya');
  await shoot(page, 'join-taken');
  await expectAccessible(page, 'a taken name');
  await words.fill('wrong words');
  await words.press('Enter');
  await expect(page.getByText("Those are not Maya's two words. 4 tries left.")).toBeVisible();
  await words.fill(maya.secret ?? '');
  await words.press('Enter');
  await page.waitForURL(new RegExp(`/room/${maya.roomId}`));
  await first.close();
});

test('a locked door: wait outside, be let in, go in by itself', async ({ page }) => {
  const lesson = await aLesson(page);
  const teacher = teachers.get(lesson.id);
  await teacher?.(`/api/lessons/${lesson.id}/lock`, { locked: true });
  await page.goto(`${product.url}/?code=${lesson.code}`);
  await nameField(page).fill('Kim');
  await nameField(page).press('Enter');
  await expect(
    page.getByText("The door is locked. Ms Adeyemi knows you're outside."),
  ).toBeVisible();
  await shoot(page, 'join-locked');
  await teacher?.(`/api/lessons/${lesson.id}/lock`, { locked: false });
  await page.getByRole('button', { name: 'Go to my room' }).click();
  await page.waitForURL(/\/room\//);
});

test('a full class and an ended one', async ({ page, browser }) => {
  const lesson = await aLesson(page);
  const teacher = teachers.get(lesson.id);
  const other = await browser.newContext();
  for (const name of ['A', 'B'])
    await joinLesson(await browser.newContext(), product.url, lesson.code, name);
  const context = await browser.newContext();
  await call(context, product.url, 'POST', '/api/sign-in', { passphrase: 'seven wet days' });
  await call(context, product.url, 'PATCH', `/api/classes/${lesson.classId}`, { maxMembers: 2 });
  await page.goto(`${product.url}/?code=${lesson.code}`);
  await nameField(page).fill('C');
  await nameField(page).press('Enter');
  await expect(
    page.getByText('This class is full (2 of 2). Ms Adeyemi can make room.'),
  ).toBeVisible();
  await teacher?.(`/api/lessons/${lesson.id}/end`);
  const late = await other.newPage();
  await late.goto(`${product.url}/?code=${lesson.code}`);
  await expect(late.getByText(/This class ended at/)).toBeVisible();
  await shoot(late, 'join-ended');
});

test("somebody else's room and an address that is nothing say so and lead back", async ({
  page,
  browser,
}) => {
  const lesson = await aLesson(page);
  const owner = await joinLesson(await browser.newContext(), product.url, lesson.code, 'Owner');
  const nosy = await browser.newContext();
  await joinLesson(nosy, product.url, lesson.code, 'Nosy');
  const peeping = await nosy.newPage();
  await peeping.goto(`${product.url}/room/${owner.roomId}`);
  await expect(peeping.getByText(/no such room|nothing at this address/i).first()).toBeVisible();
  await peeping.goto(`${product.url}/wall/${lesson.id}`);
  await expect(
    peeping.getByText(/for teachers|cannot be shown|does not allow/i).first(),
  ).toBeVisible();
  await shoot(peeping, 'wall-forbidden');
  await page.goto(`${product.url}/no/such/page`);
  await expect(page.getByText('There is nothing at this address.').first()).toBeVisible();
  await shoot(page, 'not-found');
  await expectAccessible(page, 'not found');
});

test('a teacher who comes back types the passphrase in place; a wrong one counts', async ({
  browser,
  page,
}) => {
  await aLesson(page);
  const context = await browser.newContext();
  const teacher = await context.newPage();
  await teacher.goto(product.url);
  await teacher.getByRole('button', { name: 'Open the room' }).click();
  const passphrase = teacher.getByLabel('Your passphrase');
  await passphrase.fill('not this one');
  await passphrase.press('Enter');
  await expect(teacher.getByText(/That passphrase is not right. \d tries left./)).toBeVisible();
  await shoot(teacher, 'home-passphrase');
  await passphrase.fill('seven wet days');
  await teacher.getByRole('button', { name: 'Open the room' }).click();
  // Her lesson is on already, so that is what is offered.
  await teacher.getByRole('button', { name: 'Go there' }).click();
  await teacher.waitForURL(/\/wall\//);
});
