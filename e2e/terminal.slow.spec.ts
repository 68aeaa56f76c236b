import type { LessonView } from '@learnflow/shared';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { ready, terminal, typeProgram } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** What a run shows below the editor: pictures, files, values, unseen answers. */
let product: Product;
let lesson: LessonView;
test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  const teacher = await browser.newContext();
  await setUpTeacher(teacher, product);
  lesson = await startLesson(teacher, product.url);
});
test.afterAll(async () => {
  await product.remove();
});
test.slow();

async function room(browser: Browser, name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const student = await joinLesson(context, product.url, lesson.code, name);
  const page = await context.newPage();
  await page.goto(`${product.url}/room/${student.roomId}`);
  await ready(page);
  return page;
}

async function addFile(page: Page, name: string, lines: string[]): Promise<void> {
  await page.getByRole('button', { name: 'Add a file' }).click();
  await page.getByLabel('Name of the new file').fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name, exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await typeProgram(page, lines);
}

async function run(page: Page, lines: string[]): Promise<void> {
  await typeProgram(page, lines);
  await page.keyboard.press('Control+Enter');
}

test('a run shows unseen answers, values of the failing line, pictures and files', async ({
  browser,
}) => {
  const page = await room(browser, 'Maya Cohen');
  const log = terminal(page);

  await run(page, ['import getpass', 'word = getpass.getpass("Secret: ")', 'print(len(word))']);
  const field = page.getByLabel('Your answer to the program; nobody sees it');
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute('type', 'password');
  await field.fill('hunter22');
  await shoot(page, 'terminal-secret');
  await field.press('Enter');
  await expect(log).toContainText('Secret: ••••••');
  await expect(log).not.toContainText('hunter22');
  await expect(log).toContainText('8');

  await run(page, ['week = [0.0, 4.2, 7.5]', 'i = 2', 'print(week[i + 1])']);
  await expect(log).toContainText('IndexError: list index out of range');
  await expect(log.getByText('Values on line 3 of main.py')).toBeVisible();
  await expect(log.getByText('[0.0, 4.2, 7.5]')).toBeVisible();
  await expect(log.getByText('list, 3 items')).toBeVisible();
  await log.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await shoot(page, 'terminal-values');
  await expectAccessible(page, 'values under a traceback');

  await run(page, [
    'from turtle import *',
    'color("red", "gold"); begin_fill()',
    'for n in range(36): forward(200); left(170)',
    'end_fill(); hideturtle()',
    'open("results.csv", "w").write("day,mm\\n1,4\\n")',
  ]);
  const picture = log.getByRole('img', { name: 'Picture 1 of 1: Turtle drawing' });
  await expect(picture).toHaveJSProperty('complete', true);
  await expect
    .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBe(640);
  const offer = log.getByRole('group', { name: 'results.csv' });
  await expect(offer).toContainText('results.csv was written.');
  await log.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await shoot(page, 'terminal-picture');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'terminal-picture-dark');
  await page.setViewportSize({ width: 820, height: 1180 });
  await shoot(page, 'terminal-picture-820');
  await expectAccessible(page, 'a picture and a file below the output');
  await page.setViewportSize({ width: 1366, height: 768 });
  // Who comes later sees the picture too.
  await page.reload();
  await ready(page);
  await expect(picture).toHaveJSProperty('complete', true);
  await offer.getByRole('button', { name: 'Open as a tab' }).press('Enter');
  await expect(page.getByRole('tab', { name: 'results.csv' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(offer).toBeHidden();
});

test('Ctrl C lets a program tidy up, and an endless loop is told with its line', async ({
  browser,
}) => {
  const page = await room(browser, 'Leo Marsh');
  const log = terminal(page);
  await run(page, ['try:', '    input("Waiting")', 'finally:', '    print("tidied")']);
  await expect(page.getByLabel('Your answer to the program')).toBeFocused();
  await page.keyboard.press('Control+c');
  await expect(log).toContainText('tidied');
  await expect(page.getByText(/stopped by a person/)).toBeVisible();

  await run(page, ['n = 1', 'while n > 0:', '    n = 2']);
  await expect(log).toContainText(
    /Stopped after [\d.]+ s: the program was still busy on line [23]\./,
    {
      timeout: 30_000,
    },
  );
  await shoot(page, 'terminal-time');
});

test('a file that hides a module is named, Ctrl D ends the answers, and a late joiner sees and answers', async ({
  browser,
}) => {
  const page = await room(browser, 'Amara Okoye');
  const log = terminal(page);
  await addFile(page, 'random.py', ['WHO = "mine"']);
  await page.getByRole('tab', { name: 'main.py', exact: true }).click();
  await run(page, ['import random', 'print(random.randint(1, 6))']);
  await expect(log).toContainText(
    "Your file random.py hides Python's own random. Rename your file.",
  );
  await shoot(page, 'terminal-shadow');

  await run(page, ['import sys', 'print(len(sys.stdin.read().split()), "words")']);
  const field = page.getByLabel('Your answer to the program');
  await field.fill('one two');
  await field.press('Enter');
  await expect(log).toContainText('one two');
  await field.press('Control+d');
  await expect(log).toContainText('2 words');

  await run(page, ['print("from before")', 'name = input("Who? ")', 'print("Hello", name)']);
  await expect(field).toBeFocused();
  // The same person on another computer: everybody in the room has the same terminal.
  const late = await page.context().newPage();
  await late.goto(page.url());
  await ready(late);
  await expect(terminal(late)).toContainText('from before');
  await late.getByLabel('Your answer to the program').fill('Leo');
  await late.getByLabel('Your answer to the program').press('Enter');
  for (const each of [page, late]) await expect(terminal(each)).toContainText('Hello Leo');
  await shoot(late, 'terminal-late');
});
