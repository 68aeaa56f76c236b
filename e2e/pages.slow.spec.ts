import { expect, type Page, test } from '@playwright/test';
import { joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { ready, typeProgram } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** Every screen in both themes and four widths: nothing scrolls sideways, axe finds nothing serious, pictures are kept. */
const widths = {
  desk: [1920, 1080],
  chromebook: [1366, 768],
  tablet: [820, 1180],
  phone: [390, 844],
} as const;

let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(async () => {
  await product.remove();
});

test('every screen, light and dark, from a projector to a phone', async ({ browser }) => {
  test.setTimeout(420_000);
  const teacher = await browser.newContext({ reducedMotion: 'reduce' });
  await setUpTeacher(teacher, product);
  const lesson = await startLesson(teacher, product.url);
  const student = await browser.newContext({ reducedMotion: 'reduce' });
  const place = await joinLesson(student, product.url, lesson.code, 'Maya Cohen');
  for (const name of ['Leo Marsh', 'Amara Okoye']) {
    await joinLesson(await browser.newContext(), product.url, lesson.code, name);
  }
  const room = await student.newPage();
  await room.goto(`${product.url}/room/${place.roomId}`);
  await ready(room);
  await typeProgram(room, ['week = [1, 2, 3]', 'for i in range(4):', '    print(week[i])']);
  await room.keyboard.press('Control+Enter');
  await expect(room.getByText('IndexError: list index out of range').first()).toBeVisible();

  const screens: [string, Page, string][] = [
    ['room', room, `/room/${place.roomId}`],
    ['home', await (await browser.newContext({ reducedMotion: 'reduce' })).newPage(), '/'],
    ['wall', await teacher.newPage(), `/wall/${lesson.id}`],
    ['visit', await teacher.newPage(), `/wall/${lesson.id}/${place.memberId}`],
    ['board', await teacher.newPage(), `/board/${lesson.id}`],
    ['class', await teacher.newPage(), `/class/${lesson.classId}`],
    ['history', await teacher.newPage(), `/room/${place.roomId}/history`],
    ['server', await teacher.newPage(), '/server'],
  ];
  for (const [name, page, path] of screens) {
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      for (const [device, [width, height]] of Object.entries(widths)) {
        await page.setViewportSize({ width, height });
        if (device === 'desk') {
          await page.goto(`${product.url}${path}`);
          await page
            .getByRole('heading')
            .or(page.locator('.monaco-editor .view-lines'))
            .first()
            .waitFor();
          await page.waitForTimeout(800);
        }
        await page.waitForTimeout(150);
        await shoot(page, `${name}.${theme}.${device}`);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${name} at ${width} px scrolls sideways`).toBeLessThanOrEqual(0);
        if (device === 'chromebook' || device === 'phone')
          await expectAccessible(page, `${name}, ${theme}, ${device}`);
      }
    }
  }
});

test('nothing is asked of any other machine', async ({ browser }) => {
  const context = await browser.newContext();
  const foreign: string[] = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.host !== new URL(product.url).host)
      foreign.push(request.url());
  });
  const page = await context.newPage();
  await page.goto(product.url);
  await page.waitForLoadState('networkidle');
  expect(foreign).toEqual([]);
});
