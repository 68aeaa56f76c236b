import type { JoinReply, LessonView } from '@learnflow/shared';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { call, joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { editorText, focusEditor, ready, typeLines, typeProgram } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** Who may type, as people see it: the teacher holds the editors, one of a pair drives, the other points. */
test.describe.configure({ mode: 'serial' });

let product: Product;
let wall: Page;
let maya: Page;
let leo: Page;
let lesson: LessonView;
let mayasRoom: JoinReply;

const saved = (page: Page) => page.locator('[data-saved="saved"]').first();

async function join(browser: Browser, name: string): Promise<{ page: Page; room: JoinReply }> {
  const context = await browser.newContext();
  const room = await joinLesson(context, product.url, lesson.code, name);
  const page = await context.newPage();
  await page.goto(`${product.url}/room/${room.roomId}`);
  await ready(page);
  return { page, room };
}

async function typeAtEnd(page: Page, line: string): Promise<void> {
  await focusEditor(page);
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await typeLines(page, [line]);
}

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  const teacher = await browser.newContext();
  await setUpTeacher(teacher, product);
  lesson = await startLesson(teacher, product.url);
  ({ page: maya, room: mayasRoom } = await join(browser, 'Maya Cohen'));
  ({ page: leo } = await join(browser, 'Leo Marsh'));
  wall = await teacher.newPage();
  await wall.goto(`${product.url}/wall/${lesson.id}`);
  await expect(wall.getByRole('gridcell', { name: /^Maya Cohen/ })).toBeVisible({
    timeout: 60_000,
  });
});
test.afterAll(async () => {
  for (const page of [maya, leo, wall]) await page.context().close();
  await product.remove();
});

test('E holds every editor at once, says so, and keeps the code; E again lets go', async () => {
  await typeProgram(maya, ['a = 1']);
  await expect(saved(maya)).toBeVisible();
  await wall.locator('body').click({ position: { x: 700, y: 700 } });
  await wall.keyboard.press('e');
  const banner = maya.getByText('Ms Adeyemi is holding the editors.');
  await expect(banner.first()).toBeVisible();
  await expect(wall.getByText('Eyes up: you are holding the editors of the class.')).toBeVisible();
  await expect(wall.getByRole('button', { name: 'Eyes up' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await shoot(wall, 'wall-eyes-up');
  await expectAccessible(wall, 'wall-eyes-up');

  await focusEditor(maya);
  await maya.keyboard.type('never');
  await expect(maya.locator('.toast')).toContainText('Ms Adeyemi is holding the editors.');
  await shoot(maya, 'room-held');
  await expectAccessible(maya, 'room-held');
  expect(await editorText(maya)).toBe('a = 1');

  await wall.keyboard.press('e');
  await expect(maya.getByText('Eyes up.', { exact: false })).toBeHidden();
  await typeAtEnd(maya, 'b = 2');
  await expect(saved(maya)).toBeVisible();
  expect(await editorText(maya)).toBe('a = 1\nb = 2');
});

test('lines on their way when the hold came are not lost: they are handed in when it ends', async () => {
  // The hold reaches this page last: what it types meanwhile the server refuses.
  const late = await maya.context().newPage();
  await late.routeWebSocket(/\/live/, () => undefined);
  let isCut = false;
  await late.routeWebSocket(/\/collab\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => server.send(frame));
    server.onMessage((frame) => {
      const isRight = typeof frame !== 'string' && frame[0] === 102;
      if (!isCut || !isRight) socket.send(frame);
    });
  });
  await late.goto(maya.url());
  await ready(late);
  isCut = true;
  await call(wall.context(), product.url, 'POST', `/api/lessons/${lesson.id}/hold`, { held: true });
  await expect(maya.getByText('Eyes up.', { exact: false })).toBeVisible();
  await typeAtEnd(late, 'c = 3');
  await expect(late.locator('[data-saved="local"]').first()).toBeVisible();
  expect(await editorText(late)).toContain('c = 3');
  expect(await editorText(maya)).not.toContain('c = 3');

  isCut = false;
  await call(wall.context(), product.url, 'POST', `/api/lessons/${lesson.id}/hold`, {
    held: false,
  });
  await expect.poll(() => editorText(maya)).toBe('a = 1\nb = 2\nc = 3');
  await expect(saved(late)).toBeVisible();
  await late.close();
});

test('the teacher lets one drive: the other points, and typing says who drives', async () => {
  await wall.getByRole('gridcell', { name: /^Maya Cohen/ }).focus();
  await wall.keyboard.press('Shift+F10');
  await wall.getByRole('menuitem', { name: 'Pair with…' }).click();
  await wall.getByRole('checkbox', { name: 'Leo Marsh' }).check();
  await wall.getByRole('checkbox', { name: 'Maya types first, the others point' }).check();
  await shoot(wall, 'pair-dialog');
  await wall.getByRole('button', { name: 'Pair them' }).click();
  await leo.waitForURL(new RegExp(mayasRoom.roomId));
  await ready(leo);
  const strip = (page: Page) => page.getByRole('list', { name: 'In this room' });
  await expect(strip(maya)).toContainText(/You\s*driving.*Leo\s*navigating/);
  await expect(strip(leo)).toContainText(/You\s*navigating.*Maya\s*driving/);

  await focusEditor(leo);
  await leo.keyboard.press('Control+Home');
  await leo.keyboard.press('Shift+End');
  await expect
    .poll(() =>
      maya
        .locator('.lf-caret')
        .first()
        .evaluate((caret) => getComputedStyle(caret, '::after').content),
    )
    .toBe('"Leo pointing"');
  await leo.keyboard.type('x');
  await expect(leo.locator('.toast')).toContainText(
    'Maya is driving. Select text to point at it, or offer to swap.',
  );
  expect(await editorText(leo)).toBe('a = 1\nb = 2\nc = 3');
  await shoot(maya, 'room-driving');
  await shoot(leo, 'room-navigating');
  await expectAccessible(leo, 'room-navigating');
});

test('an offer to swap takes no key from the driver, and handing over swaps', async () => {
  await leo.keyboard.press('Alt+Shift+W');
  const question = maya.getByRole('alertdialog', { name: 'Leo would like to drive' });
  await focusEditor(maya);
  await maya.keyboard.press('Control+End');
  await expect(question).toBeVisible();
  await maya.keyboard.press('Enter');
  await typeLines(maya, ['d = 4']);
  await expect.poll(() => editorText(leo)).toBe('a = 1\nb = 2\nc = 3\nd = 4');
  // The card covers no field that one may want to answer in.
  await maya.getByPlaceholder('Message the room').click({ trial: true });
  await shoot(maya, 'room-swap');
  await expectAccessible(maya, 'room-swap');
  await question.getByRole('button', { name: 'Hand over' }).click();
  await expect(leo.getByText('You drive now.')).toBeVisible();
  await typeAtEnd(leo, 'e = 5');
  await expect.poll(() => editorText(maya)).toContain('e = 5');
  await focusEditor(maya);
  await maya.keyboard.type('no');
  await expect(maya.locator('.toast')).toContainText('Leo is driving.');
});

test('everybody types again when the teacher says so', async () => {
  await wall.getByRole('gridcell', { name: /^Leo Marsh/ }).focus();
  await wall.keyboard.press('Shift+F10');
  await shoot(wall, 'wall-pair-menu');
  await wall.getByRole('menuitem', { name: 'Everybody types' }).click();
  await expect(maya.getByText('navigating')).toBeHidden();
  await typeAtEnd(maya, 'f = 6');
  await expect.poll(() => editorText(leo)).toContain('f = 6');
});

test('a page from before an update is told to load the new one, with its lines safe', async () => {
  await maya.context().addInitScript(() => {
    if (sessionStorage.getItem('old') !== 'yes') return;
    sessionStorage.removeItem('old');
    const Socket = WebSocket;
    window.WebSocket = class extends Socket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(String(url).replace('v=1', 'v=0'), protocols);
      }
    };
  });
  await maya.evaluate(() => sessionStorage.setItem('old', 'yes'));
  await maya.reload();
  await expect(
    maya.getByText('This page is from before an update.', { exact: false }),
  ).toBeVisible();
  await typeAtEnd(maya, 'old = 0');
  await shoot(maya, 'room-old-page');
  await maya.getByRole('button', { name: 'Load the new one' }).click();
  await expect.poll(() => editorText(maya), { timeout: 30_000 }).toContain('old = 0');
  await expect(saved(maya)).toBeVisible();
  await expect.poll(() => editorText(leo)).toContain('old = 0');
});
