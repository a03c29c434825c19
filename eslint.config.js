import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      'data/**',
      'data-fabric/**',
      '**/*.cjs',
      '**/*.mjs',
      'eslint.config.js',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Numbers in messages (ports, counts, block heights) read well and cannot surprise.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // A typed read (`state.get<KeyRecord>(key)`) names its type once, where it is used.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'no-console': 'error',
    },
  },
  {
    // Commands print: that is what they are for.
    files: [
      'clients/cli/**',
      'network/src/cli/**',
      'test/src/bench/**',
      'test/src/demo/**',
      'test/src/start/**',
      'scripts/**',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    // chai asserts through properties (`to.be.true`).
    files: ['**/*.test.ts', 'test/**'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
  {
    // What the contracts and the model compute must be the same on every peer.
    files: ['model/src/**', 'chaincode/src/**'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time is the transaction timestamp.' },
        { object: 'Math', property: 'random', message: 'Not deterministic.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Time is the transaction timestamp.',
        },
        {
          selector: 'CallExpression[callee.property.name=/^toLocale/]',
          message: 'Locale differs between peers.',
        },
        {
          selector: 'CallExpression[callee.property.name="localeCompare"]',
          message: 'Locale differs between peers.',
        },
      ],
    },
  },
);
