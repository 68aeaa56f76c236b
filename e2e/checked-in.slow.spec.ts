import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { call, setUpTeacher, startLesson } from './people.ts';
import { startProduct } from './product.ts';
import { joinByTyping } from './room-page.ts';
import { expectAccessible, shoot } from './screens.ts';

/** An exercise with a teacher's test file, which runs in one process with the program it tests. */
function aCourse(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'learnflow-e2e-courses-'));
  const files = {
    'suite/course.yaml': 'title: Suites\nexercises:\n  - twice\n',
    'suite/twice/exercise.yaml': `title: Twice
topic: Functions
difficulty: easy
entry: twice.py
tests:
  - name: The test file passes
    kind: suite
    framework: unittest
    source: |
      import unittest
      from twice import twice
      class Tests(unittest.TestCase):
          def test_two(self): self.assertEqual(twice(1), 2)
`,
    'suite/twice/task.md': 'Write `twice(x)`.\n',
    'suite/twice/starter/twice.py': 'def twice(x):\n    return x + x\n',
    'suite/twice/solution/twice.py': 'def twice(x):\n    return 2 * x\n',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), text);
  }
  return dir;
}

test('a verdict that a program could have talked to says so, to the student and to the teacher', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const courses = aCourse();
  const product = await startProduct({ flags: ['--courses', courses] });
  const context = await browser.newContext();
  await setUpTeacher(context, product);
  const lesson = await startLesson(context, product.url);
  await call(context, product.url, 'POST', `/api/lessons/${lesson.id}/exercises`, {
    exercises: ['suite/twice'],
  });
  const maya = await (await browser.newContext()).newPage();
  await joinByTyping(maya, product.url, lesson.code, 'Maya Cohen');
  await maya.getByRole('button', { name: 'Check' }).click();
  await expect(maya.getByText('1 of 1 pass')).toBeVisible({ timeout: 60_000 });
  await expect(maya.getByText(/^Checked in-process: the test file ran beside/)).toBeVisible();
  await shoot(maya, 'task-in-process');
  await expectAccessible(maya, 'task-in-process');

  const teacher = await context.newPage();
  await teacher.goto(`${product.url}/wall/${lesson.id}`);
  await teacher.getByRole('gridcell', { name: /^Maya Cohen/ }).dblclick();
  const label = teacher.getByText(/^Checked in-process: the test file ran beside/);
  if (!(await label.isVisible()))
    await teacher
      .getByRole('button', { name: 'Show the exercise' })
      .click({ timeout: 10_000 })
      .catch(() => undefined);
  await expect(label).toBeVisible();
  await shoot(teacher, 'visit-task-in-process');
  await product.remove();
  rmSync(courses, { recursive: true, force: true });
});
