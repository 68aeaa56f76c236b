import { type Browser, expect, type Page, test } from '@playwright/test';
import { type ScriptedModel, startScriptedModel } from '../agents/test/llm/scripted-model.ts';
import { call, joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { ready, typeProgram } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** A model writes: for the teacher to read first, straight to the student, or not in time. */
test.describe.configure({ mode: 'serial' });

let model: ScriptedModel;
let product: Product;
let teacher: Page;
let maya: Page;
let classId: string;

async function aPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  return context.newPage();
}
const turn = (question: string) =>
  maya
    .getByRole('log', { name: 'Your questions and answers' })
    .getByRole('article')
    .filter({ hasText: question });
async function askFor(question: string): Promise<void> {
  await maya.keyboard.press('Alt+Shift+X');
  const field = maya.getByRole('textbox', { name: 'Your question' });
  await field.fill(question);
  await field.press('Enter');
  await expect(turn(question)).toContainText('no AI used', { timeout: 15_000 });
}

test.beforeAll(async ({ browser }) => {
  model = await startScriptedModel();
  product = await startProduct({
    env: { OPENAI_BASE_URL: model.base('good'), OPENAI_MODEL: 'scripted-1', OPENAI_API_KEY: 'x' },
  });
  teacher = await aPage(browser);
  maya = await aPage(browser);
  await setUpTeacher(teacher.context(), product);
  const lesson = await startLesson(teacher.context(), product.url);
  classId = lesson.classId;
  const { roomId } = await joinLesson(maya.context(), product.url, lesson.code, 'Maya Cohen');
  await teacher.goto(`${product.url}/class/${classId}`);
  await maya.goto(`${product.url}/room/${roomId}`);
  await ready(maya);
  await teacher.getByRole('radio', { name: 'Full' }).check({ force: true });
  await shoot(teacher, 'class-ai');
  await expectAccessible(teacher, 'class-ai');
  await teacher.getByRole('button', { name: 'Save AI settings' }).click();
  await expect(teacher.getByText('This holds from the next question on.')).toBeVisible();
  await teacher.goto(`${product.url}/wall/${lesson.id}`);
});
test.afterAll(async () => {
  await product.remove();
  await model.close();
});

test('what a model writes waits for the teacher, and arrives in plum with both names', async () => {
  await askFor('how do for loops work?');
  await expect(turn('for loops')).toContainText('Your teacher reads a longer answer first');
  await expect(teacher.getByText('Draft, Maya can’t see it')).toBeVisible({ timeout: 20_000 });
  await expect(teacher.getByText('Nobody needs you right now')).toBeHidden();
  await expect(turn('for loops').getByText('Your teacher reads')).toBeInViewport();
  await shoot(teacher, 'wall-draft');
  await expectAccessible(teacher, 'wall-draft');
  await teacher.getByRole('button', { name: 'Send answer' }).click();
  await expect(teacher.getByText('Answer sent to Maya')).toBeVisible();
  await expect(turn('for loops')).toContainText('Written by Concepts, checked by Ms Adeyemi');
  // The one that comes later is brought into view, below a built-in answer that fills the panel.
  await expect(turn('for loops').getByText('checked by Ms Adeyemi')).toBeInViewport();
  await shoot(maya, 'ask-checked');
});

test('a struggle card offers a draft of a hint, beside the built-in one', async () => {
  await typeProgram(maya, ['wet = [1, 2, 3]', 'print(wet[3])']);
  for (let n = 1; n <= 3; n++) {
    await maya.getByRole('button', { name: /^Run/ }).click();
    await expect(maya.getByText(`Run ${n} ended with an error`)).toBeVisible();
  }
  const card = teacher.getByRole('listitem').filter({ hasText: '3 × IndexError' });
  await expect(card).toContainText('Draft by Debug tutor', { timeout: 20_000 });
  await shoot(teacher, 'wall-hint-draft');
  await expectAccessible(teacher, 'wall-hint-draft');
  await card.getByRole('button', { name: 'Use the built-in hint' }).click();
  await expect(card).toContainText('Hint, built in');
  await card.getByRole('button', { name: 'Use the draft' }).click();
  await card.getByRole('button', { name: 'Send hint' }).click();
  const hints = maya.getByRole('log', { name: 'Hints from your teacher' });
  await expect(hints).toContainText('Look at the last round of your loop.');
  await expect(hints).toContainText('Hint from Ms Adeyemi');
});

test('without approval it is shown at once, marked as AI; one that hangs is stopped and the built-in answer stands', async () => {
  const policy = { mode: 'full', approve: false, perStudent: 20, tokensPerDay: 200_000 };
  await call(teacher.context(), product.url, 'PATCH', `/api/classes/${classId}`, {
    modelPolicy: policy,
  });
  await askFor('what is a list?');
  await expect(turn('what is a list?')).toContainText('Written by AI', { timeout: 20_000 });
  await shoot(maya, 'ask-model');
  await askFor('what is a dictionary? play hang');
  const hanging = turn('play hang');
  await hanging.getByRole('button', { name: 'Stop' }).click();
  await expect(hanging).toContainText('Stopped.');
  await expect(hanging).not.toContainText('Written by AI');
  await expectAccessible(maya, 'ask-model');
});

test('an exercise that no template makes is drafted, proved in the sandbox and marked', async () => {
  await teacher.getByRole('button', { name: 'Exercises' }).click();
  const field = teacher.getByRole('textbox', { name: 'What should the exercises be about?' });
  await field.fill('an exercise on quantum robots, play exercise');
  await field.press('Enter');
  await expect(
    teacher.getByText('Drafted by AI, checked in the sandbox: read it first.'),
  ).toBeVisible({
    timeout: 60_000,
  });
  await shoot(teacher, 'made-draft');
  await expectAccessible(teacher, 'made-draft');
  await teacher.keyboard.press('Escape');
});

test('the teacher reads everything it wrote', async () => {
  await teacher.goto(`${product.url}/class/${classId}/ai`);
  await expect(teacher.getByText('Approved by Ms Adeyemi.')).toHaveCount(2);
  await expect(teacher.getByText('Stopped', { exact: true })).toBeVisible();
  await shoot(teacher, 'ai-log');
  await expectAccessible(teacher, 'ai-log');
});
