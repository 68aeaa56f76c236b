import { type Browser, expect, type Page, test } from '@playwright/test';
import { joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { ready } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** A student asks, is answered without a model, and where nothing here knows, a person comes. */
test.describe.configure({ mode: 'serial' });

let product: Product;
let teacher: Page;
let maya: Page;

async function aPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  return context.newPage();
}

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  teacher = await aPage(browser);
  maya = await aPage(browser);
  await setUpTeacher(teacher.context(), product);
  const lesson = await startLesson(teacher.context(), product.url);
  const { roomId } = await joinLesson(maya.context(), product.url, lesson.code, 'Maya Cohen');
  await teacher.goto(`${product.url}/wall/${lesson.id}`);
  await maya.goto(`${product.url}/room/${roomId}`);
  await ready(maya);
});
test.afterAll(() => product.remove());

const box = () => maya.getByRole('region', { name: 'Ask' });
const log = () => maya.getByRole('log', { name: 'Your questions and answers' });
const field = () => maya.getByRole('textbox', { name: 'Your question' });
const turn = (question: string) => log().getByRole('article').filter({ hasText: question });

async function askFor(question: string): Promise<void> {
  await field().fill(question);
  await field().press('Enter');
  await expect(turn(question)).toContainText('no AI used', { timeout: 15_000 });
}

test('without an error there is a place to ask; a key leads to it and Esc back to the code', async () => {
  await expect(box()).toContainText('Only you see the answers.');
  await shoot(maya, 'ask-idle');
  await maya.keyboard.press('Alt+Shift+X');
  await expect(field()).toBeFocused();
  await maya.keyboard.press('Escape');
  await expect(field()).not.toBeFocused();
  await maya.keyboard.type('x');
  await expect(field()).toHaveValue('');
});

test('a question is answered by the agent it belongs to, with the reason, and a follow-up goes on from it', async () => {
  await askFor('how do for loops work?');
  await expect(turn('for loops')).toContainText('Concepts');
  await expect(
    turn('for loops').getByRole('button', { name: 'Copy the code' }).first(),
  ).toBeVisible();
  await shoot(maya, 'ask-answer');
  await askFor('and while?');
  await expect(turn('and while?')).toContainText('while');
  await expectAccessible(maya, 'ask-answer');
});

test('a question stays after a reload, takes a thumb, and its next steps fill the field', async () => {
  await maya.reload();
  await ready(maya);
  const loops = turn('for loops');
  await expect(loops).toBeVisible();
  await loops.getByRole('button', { name: 'This helped' }).click();
  await expect(loops.getByRole('button', { name: 'This helped' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  const step = loops.getByRole('list', { name: 'What to ask next' }).getByRole('button').first();
  const text = (await step.textContent()) ?? '';
  await step.click();
  await expect(field()).toHaveValue(text.trim());
  await field().fill('');
});

test('a question that found no line is sent after the reload, and one that is too long says so', async () => {
  const question = 'what is a dictionary?';
  await maya.context().setOffline(true);
  await field().fill(question);
  await field().press('Enter');
  await expect(log()).toContainText('Waiting for the connection');
  await maya.context().setOffline(false);
  await maya.reload();
  await ready(maya);
  await expect(turn(question)).toContainText('no AI used', { timeout: 15_000 });
  await expect(turn(question)).toHaveCount(1);
  await field().focus();
  await maya.keyboard.insertText('w'.repeat(10_000));
  await expect(box()).toContainText('What is longer was cut off.');
  await field().fill('');
});

test('what nobody here knows goes to a person: the hand is up with the question', async () => {
  const question = 'what is for lunch today?';
  await askFor(question);
  await turn(question).getByRole('button', { name: 'Raise hand with this question' }).click();
  await expect(box()).toContainText('Hand up, 1st in line.');
  await expect(teacher.getByText(`Hand up: “${question}”`)).toBeVisible({ timeout: 15_000 });
  await shoot(maya, 'ask-hand');
});

test('it works in the dark, on a narrow screen, and cleared questions are gone', async () => {
  await maya.emulateMedia({ colorScheme: 'dark' });
  await shoot(maya, 'ask-dark');
  await maya.emulateMedia({ colorScheme: 'light' });
  await maya.setViewportSize({ width: 390, height: 844 });
  await maya.reload();
  await ready(maya);
  await maya.getByRole('button', { name: 'Chat' }).last().click();
  await expect(turn('for loops')).toBeVisible();
  await expectAccessible(maya, 'ask-390');
  await shoot(maya, 'ask-390');
  await box().getByRole('button', { name: 'Clear my questions' }).click();
  await box().getByRole('button', { name: 'Delete them' }).click();
  await expect(log().getByRole('article')).toHaveCount(0);
});
