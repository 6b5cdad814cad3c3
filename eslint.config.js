import tseslint from 'typescript-eslint';
import { onlyTransaction } from './scripts/lint/only-transaction.js';

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'data', 'demo-data'] },
  // What uses generated clients has types only when they were generated; `npm run clients` compiles it.
  { ignores: ['test/clients/use-*.ts', 'test/clients/generated', 'test/clients/built'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { local: { rules: { 'only-transaction': onlyTransaction } } },
    rules: {
      'local/only-transaction': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
);
