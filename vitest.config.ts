import { defineConfig } from 'vitest/config';

/** `npm run test:slow` runs the files named `*.slow.test.ts`, everything else leaves them out. */
const isSlow = process.env['LEARNFLOW_SLOW'] === '1';
const workspaces = '{shared,server,runner,client,agents,demo,scripts,chaos}';

export default defineConfig({
  test: {
    include: [`${workspaces}/**/*.${isSlow ? 'slow.test' : 'test'}.ts`],
    exclude: ['**/node_modules/**', 'client/build/**', ...(isSlow ? [] : ['**/*.slow.test.ts'])],
    // One embedded Postgres serves all files; every test makes its own class in it.
    globalSetup: ['server/test/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
