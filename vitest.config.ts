import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,server,runner,client,demo,scripts,chaos}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'client/build/**'],
    // One embedded Postgres serves all files; every test makes its own class in it.
    globalSetup: ['server/test/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
