import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { root } from '../scripts/prepare.mjs';

/** Keeps a picture of the page under `artefacts/screens`. */
export async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(root, 'artefacts', 'screens', `${name}.png`) });
}

/** No finding of axe that keeps somebody from using the page. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .map(
      (violation) =>
        `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
    );
  expect(serious, `axe on ${name}`).toEqual([]);
}
