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
    ignores: ['**/*.test.ts', '**/src/testing/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...[
          ['Date', 'now', 'Time is the transaction timestamp.'],
          ['performance', 'now', 'Time is the transaction timestamp.'],
          ['process', 'hrtime', 'Time is the transaction timestamp.'],
          ['process', 'env', 'The environment differs between peers.'],
          ['Math', 'random', 'Not deterministic.'],
        ].map(([object, property, message]) => ({ object, property, message })),
      ],
      'no-restricted-globals': ['error', { name: 'Intl', message: 'Locale differs between peers.' }],
      'no-restricted-imports': [
        'error',
        {
          paths: ['crypto', 'node:crypto'].map((name) => ({
            name,
            importNames: [
              ...['randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID'],
              ...['webcrypto', 'getRandomValues'],
            ],
            message: 'Not deterministic.',
          })),
        },
      ],
      'no-restricted-syntax': [
        'error',
        ...[
          ['NewExpression[callee.name="Date"][arguments.length=0]', 'Time is the transaction timestamp.'],
          ['CallExpression[callee.name="Date"]', 'Time is the transaction timestamp.'],
          ['CallExpression[callee.property.name=/^toLocale/]', 'Locale differs between peers.'],
          ['CallExpression[callee.property.name="localeCompare"]', 'Locale differs between peers.'],
          [
            'CallExpression[callee.property.name=/^(getTimezoneOffset|get(Full)?Year|getMonth|getDate|getDay|getHours)$/]',
            'The zone of the machine differs between peers.',
          ],
          ['CallExpression[callee.property.name=/^(random[A-Z]|getRandomValues)/]', 'Not deterministic.'],
          ['ForInStatement', 'The order of inherited and numeric names surprises.'],
        ].map(([selector, message]) => ({ selector, message })),
      ],
    },
  },
  {
    // The process around the contracts reads its settings where it starts.
    files: ['chaincode/src/main.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
);
