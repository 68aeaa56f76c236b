import { readFile } from 'node:fs/promises';
import type { LessonView, RoomView } from '@learnflow/shared';
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { type Cable, layCable } from './cable.ts';
import { call, joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import {
  editorText,
  focusEditor,
  joinByTyping,
  ready,
  typeLines,
  typeProgram,
} from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** What the server does not take is never lost without a word: its author finds it, copies it, puts it away. */
test.describe.configure({ mode: 'serial' });

let product: Product;
let cable: Cable;
let maya: Page;
let teacher: BrowserContext;
let lesson: LessonView;

const saved = (page: Page) => page.locator('[data-saved="saved"]').first();
const notice = (page: Page) => page.getByText('Your last lines were not taken.', { exact: false });

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  cable = await layCable(product.port);
  teacher = await browser.newContext();
  await setUpTeacher(teacher, product);
  lesson = await startLesson(teacher, product.url);
  maya = await (await browser.newContext({ acceptDownloads: true })).newPage();
  await joinByTyping(maya, cable.url, lesson.code, 'Maya Cohen');
});
test.afterAll(async () => {
  cable.close();
  await product.remove();
});

test('the same room on another screen is told, until that screen closes', async () => {
  const two = maya.getByText('You also have this room open on another screen. Both work.');
  const second = await maya.context().newPage();
  await second.goto(maya.url());
  await expect(two).toBeVisible();
  await second.close();
  await expect(two).toBeHidden();
});

test('lines typed offline after the lesson ended come back as a copy, and the room shows its own text', async () => {
  await typeProgram(maya, ['print("before")']);
  await expect(saved(maya)).toBeVisible();

  cable.pull();
  await expect(maya.getByText('No connection.')).toBeVisible();
  await call(teacher, product.url, 'POST', `/api/lessons/${lesson.id}/end`);
  await focusEditor(maya);
  await maya.keyboard.press('Control+End');
  await maya.keyboard.press('Enter');
  await maya.keyboard.insertText('print("typed offline")');
  await expect.poll(() => editorText(maya)).toContain('typed offline');
  cable.plug();

  await expect(notice(maya)).toBeVisible({ timeout: 30_000 });
  await expect(saved(maya)).toBeVisible();
  await expect.poll(() => editorText(maya)).not.toContain('typed offline');
  expect(await editorText(maya)).toContain('print("before")');
});

test('the copy is shown, survives a reload, and can be copied and downloaded', async () => {
  await maya.reload();
  await expect(notice(maya)).toBeVisible();
  await maya.getByRole('button', { name: 'Show them' }).click();
  const area = maya.getByRole('textbox', { name: 'main.py' });
  await expect(area).toHaveValue(/print\("before"\)\n\s*print\("typed offline"\)/);
  await shoot(maya, 'room-rescue');
  await expectAccessible(maya, 'room-rescue');
  const arriving = maya.waitForEvent('download');
  await maya.getByRole('button', { name: 'Download' }).click();
  const file = await arriving;
  expect(file.suggestedFilename()).toBe('main.py');
  expect(await readFile(await file.path(), 'utf8')).toContain('print("typed offline")');
  await maya.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(maya.getByText('Copied.')).toBeVisible();
});

test('put away, it is gone for good', async () => {
  await maya.getByRole('button', { name: 'Put away for good' }).click();
  await expect(notice(maya)).toBeHidden();
  await maya.reload();
  await expect(saved(maya)).toBeVisible();
  await expect(notice(maya)).toBeHidden();
});

/** A room of a new lesson behind the cable, with one line that the server has and one that it has not. */
async function cutWithALine(browser: Browser, name: string, line: string) {
  cable.plug();
  const context = await browser.newContext();
  const room = await joinLesson(context, cable.url, lesson.code, name);
  const page = await context.newPage();
  let newEpoch: string | undefined;
  await page.routeWebSocket(/\/collab\//, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      const isEpoch = newEpoch !== undefined && typeof frame !== 'string' && frame[0] === 103;
      socket.send(isEpoch ? epochFrame(newEpoch ?? '') : frame);
    });
  });
  await page.goto(`${cable.url}/room/${room.roomId}`);
  await ready(page);
  await typeProgram(page, ['stored = 1']);
  await expect(saved(page)).toBeVisible();
  return {
    page,
    room,
    cut: async (): Promise<void> => {
      cable.pull();
      await expect(page.getByText('No connection.')).toBeVisible();
      await focusEditor(page);
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Enter');
      await typeLines(page, [line]);
      await expect(page.locator('[data-saved="local"]').first()).toBeVisible();
    },
    /** As if the server had begun the document anew meanwhile. */
    changeEpoch: async (): Promise<void> => {
      newEpoch = crypto.randomUUID();
      await page.route(`**/api/rooms/${room.roomId}`, async (route) => {
        const answer = await route.fetch();
        const view = (await answer.json()) as RoomView;
        await route.fulfill({ json: { ...view, epoch: newEpoch } });
      });
    },
  };
}

function epochFrame(epoch: string): Buffer {
  const text = Buffer.from(epoch);
  return Buffer.from([103, text.length, ...text]);
}

async function expectCopy(page: Page, line: string): Promise<void> {
  await expect(notice(page)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Show them' }).click();
  await expect(page.getByRole('textbox', { name: 'main.py' })).toHaveValue(`stored = 1\n${line}`);
}

test('lines typed offline in a room one was taken out of meanwhile wait in a copy', async ({
  browser,
}) => {
  cable.plug();
  lesson = await startLesson(teacher, product.url, { className: '10C Computing' });
  const host = await joinLesson(await browser.newContext(), product.url, lesson.code, 'Ana Ruiz');
  const guest = await cutWithALine(browser, 'Leo Marsh', 'moved = 1');
  const pair = [host.memberId, guest.room.memberId];
  await call(teacher, product.url, 'POST', `/api/lessons/${lesson.id}/pairs`, { memberIds: pair });
  await guest.page.waitForURL(new RegExp(host.roomId));
  await ready(guest.page);
  await typeProgram(guest.page, ['stored = 1']);
  await expect(saved(guest.page)).toBeVisible();
  await guest.cut();
  const path = `/api/lessons/${lesson.id}/unpair`;
  await call(teacher, product.url, 'POST', path, { memberId: guest.room.memberId });
  cable.plug();
  await expectCopy(guest.page, 'moved = 1');
  await guest.page.context().close();
});

test('lines typed offline before one was taken out of the class wait in a copy', async ({
  browser,
}) => {
  const student = await cutWithALine(browser, 'Tomasz Nowak', 'removed = 1');
  await student.cut();
  await call(teacher, product.url, 'DELETE', `/api/members/${student.room.memberId}`);
  cable.plug();
  await expectCopy(student.page, 'removed = 1');
  await shoot(student.page, 'room-removed-copy');
  await student.page.context().close();
});

test('a document that was begun anew is never doubled, and the unsent lines wait in a copy', async ({
  browser,
}) => {
  const student = await cutWithALine(browser, 'Jess Bell', 'anew = 1');
  await student.cut();
  await student.changeEpoch();
  cable.plug();
  await expect(notice(student.page)).toBeVisible({ timeout: 30_000 });
  await expect(saved(student.page)).toBeVisible();
  await expect.poll(() => editorText(student.page)).toBe('stored = 1');
  await expectCopy(student.page, 'anew = 1');
});
