import { expect, type Page } from '@playwright/test';

/** What a person does in a room, by the names a person would use. */

/** Types the code on the start page, then the name, and goes through to the editor. */
export async function joinByTyping(
  page: Page,
  url: string,
  code: string,
  name: string,
): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Class code, six characters').fill(code.toLowerCase());
  const nameField = page
    .getByRole('combobox', { name: 'Your name' })
    .or(page.getByRole('textbox', { name: 'Your name' }));
  await nameField.first().fill(name);
  await nameField.first().press('Enter');
  const words = page.getByRole('button', { name: 'Go to my room' });
  await words.click();
  await page.waitForURL(/\/room\//);
  await ready(page);
}

/** The editor takes keys. */
export async function ready(page: Page): Promise<void> {
  const notice = page.getByRole('button', { name: 'Got it' });
  await notice.or(page.locator('.monaco-editor .view-lines')).first().waitFor();
  if (await notice.isVisible()) await notice.click();
  await expect(page.locator('.monaco-editor .view-lines')).toBeVisible();
  await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();
}

/** Replaces everything in the open file by typing it as a person would. */
export async function typeProgram(page: Page, lines: string[]): Promise<void> {
  await focusEditor(page);
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await typeLines(page, lines);
}

/** Types lines at the caret; indentation that the editor adds by itself is taken back first. */
export async function typeLines(page: Page, lines: string[]): Promise<void> {
  for (const [i, line] of lines.entries()) {
    if (i > 0) {
      await page.keyboard.press('Enter');
      await page.keyboard.press('Shift+Home');
      await page.keyboard.press('Delete');
    }
    await page.keyboard.insertText(line);
  }
}

export async function focusEditor(page: Page): Promise<void> {
  await page
    .locator('.monaco-editor .view-lines')
    .first()
    .click({ position: { x: 300, y: 4 } });
}

/** The text of the open file as it stands on screen, without the editor's no-break spaces. */
export async function editorText(page: Page): Promise<string> {
  const lines = await page.locator('.monaco-editor .view-lines .view-line').evaluateAll((nodes) =>
    nodes
      .map((node) => ({ top: (node as HTMLElement).offsetTop, text: node.textContent ?? '' }))
      .sort((a, b) => a.top - b.top)
      .map((line) => line.text),
  );
  return lines.join('\n').replaceAll('\u00a0', ' ').replaceAll('\u200b', '');
}

export function terminal(page: Page) {
  return page.getByRole('log').filter({ hasText: /./ }).first();
}
