import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

/** Browser tests drive the real product: the built client, the real server with its own Postgres, a real Chromium. */
export default defineConfig({
  testDir: 'e2e',
  // `npm run test:slow` runs the files named `*.slow.spec.ts`, everything else leaves them out.
  ...(process.env['LEARNFLOW_SLOW'] === '1'
    ? { testMatch: '**/*.slow.spec.ts' }
    : { testIgnore: '**/*.slow.spec.ts' }),
  outputDir: 'test-results',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // Two cores: one browser and one server at a time keeps what people would feel measurable.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['list'], ['json']] : [['list']],
  use: {
    viewport: { width: 1366, height: 768 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(findChromium() ? { executablePath: findChromium() as string } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
