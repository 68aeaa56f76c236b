/**
 * A lesson as it is meant to go, played by three people in real browsers: Maya asks and learns, James is stuck and gets
 * what he needs, their teacher has five minutes. The same story is told without a language model and with one.
 */
import { type Browser, expect, type Page, test } from '@playwright/test';
import { call, joinLesson, setUpTeacher, startLesson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { ready, typeProgram } from './room-page.ts';
import { shoot } from './screens.ts';

/** The one wrong answer is the last. */
const quizAnswers = ['1 2 3 4', 'pass', 'It always holds', '3', '3', 'False'];
const loop = ['for day in range(1, 4):', '    print("day", day)'];
const countdown = ['for n in range(int(input()), 0, -1):', '    print(n)', '', 'print("Go!")'];
const stuck = ['wet = [3, 0, 5]', 'twice = [wet[i] * 2 for i in range(len(wet) + 1)]'];

interface Cast {
  product: Product;
  teacher: Page;
  maya: Page;
  james: Page;
  lessonId: string;
}

/**
 * Declares the story as a row of tests.
 * @param model  starts what answers as a language model, and gives the settings that lead to it; absent: there is none
 */
export function tellStory(
  name: string,
  model?: () => Promise<{ env: Record<string, string>; stop(): Promise<void> }>,
): void {
  test.describe.configure({ mode: 'serial' });
  let cast: Cast;
  let stopModel: (() => Promise<void>) | undefined;

  test.beforeAll(async ({ browser }) => {
    const started = await model?.();
    stopModel = started?.stop;
    cast = await gather(browser, started?.env);
  });
  test.afterAll(async () => {
    await cast.product.remove();
    await stopModel?.();
  });

  test('Maya asks how for loops work, and learns it with an example and a picture', async () => {
    const { maya, teacher } = cast;
    const question = 'How do for loops work in Python?';
    await maya.keyboard.press('Alt+Shift+X');
    await maya.getByRole('textbox', { name: 'Your question' }).fill(question);
    await maya.getByRole('button', { name: 'Ask', exact: true }).click();
    const turn = maya.getByRole('article').filter({ hasText: question });
    await expect(turn).toContainText('Built-in answer, no AI used');
    await expect(turn).toContainText('Concepts');
    // The example and the picture.
    await expect(turn.locator('pre')).not.toHaveCount(1);
    await expect(turn.locator('pre').first()).toContainText(/for \w+ in/);
    if (model) {
      const draft = teacher.getByRole('listitem').filter({ hasText: question });
      await expect(draft).toContainText('Draft, Maya can’t see it', { timeout: 15_000 });
      await expect(turn).not.toContainText('checked by');
      await draft.getByRole('button', { name: 'Send answer' }).click();
      await expect(turn).toContainText('Written by Concepts, checked by Ms Adeyemi');
    }
    await shoot(maya, `story-${name}-maya-asks`);
  });

  test('she runs a loop of her own, and checks the one of the exercise', async () => {
    const { maya } = cast;
    await typeProgram(maya, loop);
    await maya.getByRole('button', { name: /^Run/ }).click();
    await expect(maya.getByRole('log').filter({ hasText: 'day 3' })).toBeVisible();
    await typeProgram(maya, countdown);
    await maya.getByRole('button', { name: /^Check/ }).click();
    await expect(maya.getByText(/^\d of \d pass/).first()).toBeVisible({ timeout: 60_000 });
  });

  test('her quiz moves what she has mastered, by the formula that is shown', async () => {
    const { maya } = cast;
    await maya.getByRole('button', { name: 'My progress' }).click();
    const topic = maya.getByRole('button', { name: /^Loops .*\d+ %/ });
    const shown = async () => Number(/(\d+) %/.exec((await topic.textContent()) ?? '')?.[1]);
    const before = await shown();
    await maya.getByRole('button', { name: 'Back to the exercise' }).click();
    await takeQuiz(maya);
    await expect(maya.getByRole('heading', { name: '5 of 6 right, 83 %' })).toBeVisible();
    await maya.getByRole('button', { name: 'My progress' }).click();
    await expect.poll(shown, { timeout: 20_000 }).toBeGreaterThan(before);
    await topic.click();
    await expect(maya.locator('.formula').first()).toContainText(`= ${await shown()}`);
    await shoot(maya, `story-${name}-maya-progress`);
  });

  test('James fails three times the same way, and his teacher sees it and looks in', async () => {
    const { james, teacher } = cast;
    await typeProgram(james, stuck);
    for (let n = 1; n <= 3; n++) {
      await james.getByRole('button', { name: /^Run/ }).click();
      await expect(james.getByText(`Run ${n} ended with an error`)).toBeVisible();
    }
    await expect(james.getByText('What this error means').first()).toBeVisible();
    const card = teacher.getByRole('listitem').filter({ hasText: 'James Okoro' });
    await expect(card).toContainText('3 × IndexError', { timeout: 15_000 });
    await shoot(teacher, `story-${name}-alert`);
    await card.getByRole('button', { name: /^Join/ }).click();
    await teacher.waitForURL(/\/wall\/[^/]+\/[^/]+/);
    await expect(teacher.getByText('range(len(wet) + 1)').first()).toBeVisible();
    await expect(james.getByText(/Ms Adeyemi is (looking|here|in)/).first()).toBeAttached();
    await teacher.getByRole('button', { name: 'Back to the wall' }).click();
  });

  test('one sentence makes exercises for him, one click gives them, and he is told', async () => {
    const { james, teacher } = cast;
    await teacher.getByRole('button', { name: 'Exercises' }).click();
    const field = teacher.getByRole('textbox', { name: 'What should the exercises be about?' });
    await field.fill('Create easy exercises on list comprehensions');
    await field.press('Enter');
    const assign = teacher.getByRole('button', { name: /^Assign all/ });
    await expect(assign).toBeVisible({ timeout: 60_000 });
    await shoot(teacher, `story-${name}-made`);
    await assign.click();
    await expect(teacher.getByText('Assigned', { exact: true }).first()).toBeVisible();
    await expect(james.getByText(/^Ms Adeyemi gave you: /).first()).toBeVisible();
    await shoot(james, `story-${name}-james-told`);
  });

  test('James completes one, and everything passes', async () => {
    const { james } = cast;
    await james.getByRole('button', { name: 'Open', exact: true }).first().click();
    await expect(james.getByText(/^[2-9] of \d$/)).toBeVisible();
    await typeProgram(james, await solutionFor(cast));
    await james.getByRole('button', { name: 'Hand in' }).click();
    await expect(james.getByText(/^All \d tests pass/)).toBeVisible({ timeout: 60_000 });
    await shoot(james, `story-${name}-james-done`);
  });
}

async function gather(browser: Browser, env?: Record<string, string>): Promise<Cast> {
  const product = await startProduct(env ? { env } : {});
  const { url } = product;
  const aPage = async (): Promise<Page> =>
    (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage();
  const [teacher, maya, james] = [await aPage(), await aPage(), await aPage()];
  const school = teacher.context();
  await setUpTeacher(school, product, 'Ms Adeyemi');
  const { id: lessonId, classId, code } = await startLesson(school, url);
  if (env) {
    const modelPolicy = { mode: 'full', approve: true };
    await call(school, url, 'PATCH', `/api/classes/${classId}`, { modelPolicy });
  }
  const exercises = ['first-steps/countdown'];
  await call(school, url, 'POST', `/api/lessons/${lessonId}/exercises`, { exercises });
  await teacher.goto(`${url}/wall/${lessonId}`);
  for (const [page, name] of [
    [maya, 'Maya Cohen'],
    [james, 'James Okoro'],
  ] as const) {
    const { roomId } = await joinLesson(page.context(), url, code, name);
    await page.goto(`${url}/room/${roomId}`);
    await ready(page);
  }
  return { product, teacher, maya, james, lessonId };
}

/** By number keys, as a person in a hurry. */
async function takeQuiz(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Quiz', exact: true }).click();
  await page.getByRole('button', { name: 'Begin' }).click();
  for (const [at, text] of quizAnswers.entries()) {
    await expect(page.getByText(`Question ${at + 1} of ${quizAnswers.length}`)).toBeVisible();
    const choices = page.getByRole('radiogroup', { name: 'Answers' }).locator('label span');
    await page.keyboard.press(String((await choices.allTextContents()).indexOf(text) + 1));
    await expect(page.getByRole('region', { name: 'Quizzes' }).getByText('Saved')).toBeVisible();
    await page.keyboard.press('Enter');
  }
}

/** What the teacher sees of the exercise that James has open. */
async function solutionFor({ teacher, james, product, lessonId }: Cast): Promise<string[]> {
  const title = await james.getByRole('heading', { level: 2 }).first().textContent();
  const path = `/api/lessons/${lessonId}/made-exercises`;
  const made = await call<{ title: string; solution: { text: string }[] }[]>(
    teacher.context(),
    product.url,
    'GET',
    path,
  );
  const text = made.find((one) => one.title === title)?.solution[0]?.text ?? '';
  return text.trimEnd().split('\n');
}
