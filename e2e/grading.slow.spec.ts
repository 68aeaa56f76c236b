import type { RoomWork } from '@learnflow/shared';
import { expect, type Page, test } from '@playwright/test';
import { call, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { joinByTyping, typeProgram } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** An exercise from the teacher's choice to the verdict, in the real sandbox. */
test.describe.configure({ mode: 'serial' });

let product: Product;
let teacher: Page;
let maya: Page;
let lessonId = '';
/** Everything Maya's browser was sent about exercises. */
const told: string[] = [];
const wrong = ['def price(age):', '    if age < 4:', '        return 1', '    return 10', ''];
const right = [
  'def price(age):',
  '    if age < 4:',
  '        return 0',
  '    if age < 18:',
  '        return 6',
  '    return 7 if age >= 65 else 10',
  '',
];

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  const context = await browser.newContext();
  await setUpTeacher(context, product);
  const lesson = await startLesson(context, product.url);
  lessonId = lesson.id;
  teacher = await context.newPage();
  await teacher.goto(`${product.url}/wall/${lesson.id}`);
  maya = await (await browser.newContext()).newPage();
  maya.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => told.push(payload.toString()));
  });
  maya.on('response', (response) => {
    if (!response.url().includes('/api/')) return;
    response.text().then(
      (text) => told.push(text),
      () => undefined,
    );
  });
  await joinByTyping(maya, product.url, lesson.code, 'Maya Cohen');
});
test.afterAll(async () => {
  await product.remove();
});

test('the teacher chooses an exercise, and the room has it at once with its first files', async () => {
  await teacher.getByRole('button', { name: 'Exercises' }).click();
  await teacher.getByRole('checkbox', { name: /Ticket price/ }).check();
  await shoot(teacher, 'assign');
  await expectAccessible(teacher, 'assign');
  await teacher.getByRole('button', { name: 'Give 1 exercise' }).click();
  await expect(maya.getByRole('heading', { name: 'Ticket price' })).toBeVisible();
  await expect(maya.getByRole('tab', { name: /tickets\.py/ })).toBeVisible();
  await shoot(maya, 'task');
  await expectAccessible(maya, 'task');
});

test('a wrong program shows what was expected beside what came', async () => {
  await typeProgram(maya, wrong);
  await maya.keyboard.press('Control+Shift+Enter');
  await expect(maya.getByText('1 of 4 pass')).toBeVisible({ timeout: 60_000 });
  const baby = maya.getByRole('listitem').filter({ hasText: 'A baby' });
  await expect(baby.getByText('expected')).toContainText('0');
  await expect(baby.getByText('got')).toContainText('1');
  await shoot(maya, 'task-wrong');
  await maya.emulateMedia({ colorScheme: 'dark' });
  await shoot(maya, 'task-wrong-dark');
  await maya.emulateMedia({ colorScheme: 'light' });
});

test('the right one is handed in, and everybody sees it', async () => {
  await typeProgram(maya, right);
  await maya.getByRole('button', { name: 'Hand in' }).click();
  await expect(maya.getByText('8 of 8 pass')).toBeVisible({ timeout: 60_000 });
  await expect(maya.getByText(/^Handed in at/)).toBeVisible();
  await shoot(maya, 'task-right');
  await expectAccessible(maya, 'task-right');
  await expect(teacher.getByRole('gridcell', { name: /^Maya Cohen, finished/ })).toBeVisible();
  await expect(teacher.getByRole('heading', { name: 'Class pulse' })).toBeVisible();
  await shoot(teacher, 'wall-pulse');
  await expectAccessible(teacher, 'wall-pulse');
});

test('an attempt shows what has changed since', async () => {
  await maya.getByText('Attempts').click();
  await maya.getByRole('button', { name: 'What has changed since' }).last().click();
  const dialog = maya.getByRole('dialog');
  await expect(dialog.getByText(/then:\s*return 1\s*$/)).toBeVisible();
  await expect(dialog.getByText(/now:\s*return 0\s*$/)).toBeVisible();
  await shoot(maya, 'attempt-diff');
  await expectAccessible(maya, 'attempt-diff');
  await maya.keyboard.press('Escape');
});

test('nothing of the hidden tests or the solution reached the browser', async () => {
  const roomId = maya.url().split('/').pop() ?? '';
  const work = await call<RoomWork>(
    maya.context(),
    product.url,
    'GET',
    `/api/rooms/${roomId}/work`,
  );
  told.push(JSON.stringify(work));
  const text = told.join('\n');
  expect(text).toContain('birthdays');
  for (const hidden of ['"sixty-five"', 'eighteen', '"seventeen"']) {
    expect(text).not.toContain(hidden);
  }
  expect(lessonId).not.toBe('');
});

test('on a narrow screen the exercise is a sheet, for a visitor too', async () => {
  await maya.setViewportSize({ width: 700, height: 900 });
  await maya.reload();
  await maya.getByRole('button', { name: 'Show the exercise' }).click();
  await expect(maya.getByRole('heading', { name: 'Ticket price' })).toBeVisible();
  await shoot(maya, 'task-narrow');
  await expectAccessible(maya, 'task-narrow');
  // One sheet at a time, also when a tablet is turned.
  await maya.getByRole('button', { name: 'Chat' }).click();
  await expect(maya.getByPlaceholder('Message the room')).toBeVisible();
  await expect(maya.getByRole('heading', { name: 'Ticket price' })).toBeHidden();
  await maya.getByRole('button', { name: 'Show the exercise' }).click();
  await expect(maya.getByPlaceholder('Message the room')).toBeHidden();
  await maya.setViewportSize({ width: 1200, height: 700 });
  await maya.setViewportSize({ width: 700, height: 900 });
  await expect(maya.getByRole('heading', { name: 'Ticket price' })).toBeHidden();

  await teacher.setViewportSize({ width: 700, height: 900 });
  await teacher.getByRole('gridcell', { name: /^Maya Cohen/ }).dblclick();
  await teacher.getByRole('button', { name: 'Show the exercise' }).click();
  await expect(teacher.getByText('8 of 8 pass')).toBeVisible();
  await shoot(teacher, 'visit-task-narrow');
  await expectAccessible(teacher, 'visit-task-narrow');
});

test('a lesson goes on with its exercises, unless the teacher lets them work freely', async () => {
  await call(teacher.context(), product.url, 'POST', `/api/lessons/${lessonId}/end`);
  await teacher.goto(product.url);
  await teacher.getByRole('button', { name: 'What the class works on As before' }).click();
  const box = teacher.getByRole('checkbox', { name: /Ticket price/ });
  await expect(box).toBeChecked();
  await box.uncheck();
  await teacher.getByRole('button', { name: 'Let them work freely' }).click();
  await teacher.getByRole('button', { name: 'What the class works on Free work' }).waitFor();
  await shoot(teacher, 'home-exercises');
  await expectAccessible(teacher, 'home-exercises');
  await teacher.getByRole('button', { name: 'Open the room' }).click();
  await teacher.waitForURL(/\/board\//);
  expect(
    await call(teacher.context(), product.url, 'GET', `/api/lessons/${lessonId}/exercises`),
  ).toEqual({ exercises: [] });
});
