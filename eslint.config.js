import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** One import rule: files of a folder may not import what matches `patterns`. */
const forbid = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});
const say = (group, message) => ({ group, message });
const others = (...names) => names.map((name) => `@learnflow/${name}`);
const sockets = ['express', 'socket.io', 'ws', 'kafkajs', '@dapr/dapr'];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      'client/build/',
      'client/.svelte-kit/',
      'client/static/',
      'artefacts/',
      'data/',
      'test-results/',
      'playwright-report/',
    ],
  },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node },
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipComments: true, skipBlankLines: true }],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read settings in config.ts only.' },
      ],
    },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['client/src/**'],
    languageOptions: { globals: { ...globals.browser } },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: { 'svelte/no-navigation-without-resolve': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  {
    // Start-up scripts, benches, tests and browser tests talk to a terminal and choose their own environment.
    files: [
      'scripts/**',
      'bench/**',
      'chaos/**',
      'e2e/**',
      'demo/src/main.ts',
      '**/*.test.ts',
      '*.config.*',
      'server/test/**',
      'runner/test/**',
      'agents/test/**',
    ],
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
  },
  {
    files: ['server/src/config.ts', 'agents/src/http/settings.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },

  // ---- who may import whom (ARCHITECTURE.md); shared/src/architecture.test.ts checks the same from the files ----
  forbid(
    ['shared/src/**'],
    [
      say(
        ['node:*', ...others('server', 'client', 'runner', 'demo', 'agents')],
        'shared imports zod only.',
      ),
    ],
    ['**/*.test.ts'],
  ),
  forbid(
    ['client/src/**', 'runner/src/**', 'agents/src/**', 'demo/src/**'],
    [say(others('server', 'runner', 'client', 'agents', 'demo'), 'Imports shared only.')],
  ),
  forbid(
    ['server/src/**/*.ts'],
    [say(others('runner', 'client', 'agents', 'demo'), 'Only main.ts wires runner and agents.')],
    ['server/src/main.ts', 'server/src/embedded.ts', '**/*.test.ts'],
  ),
  forbid(
    ['server/src/**/*.service.ts'],
    [
      say(sockets, 'Services know no transport.'),
      say(others('runner', 'client', 'agents', 'demo'), 'Only main.ts wires runner and agents.'),
    ],
  ),
  forbid(
    ['server/src/**/*.routes.ts', 'server/src/live/**', 'server/src/collab/**'],
    [
      say(['../*/*.store.ts'], 'Ask the service, not a foreign store.'),
      say(others('runner', 'client', 'agents', 'demo'), 'Only main.ts wires runner and agents.'),
    ],
    ['**/*.test.ts'],
  ),
  forbid(
    ['client/src/lib/ui/**'],
    [
      say(
        ['#lib/{home,room,wall,editor}/**', '../{home,room,wall,editor}/**'],
        'lib/ui has no domain words.',
      ),
    ],
  ),
);
