import tseslint from 'typescript-eslint';

/** Members of Math that are exactly rounded by definition; everything else comes from src/numerics. */
const EXACT = 'abs|sqrt|min|max|floor|ceil|trunc|sign|imul|fround';

const reproducible = {
  'no-restricted-syntax': [
    'error',
    {
      selector: `MemberExpression[object.name='Math']:not([property.name=/^(${EXACT})$/])`,
      message: `Math.* other than ${EXACT} differs between engines; use src/numerics.`,
    },
    { selector: "BinaryExpression[operator='**']", message: '** differs between Node versions; use numerics/power.' },
    {
      selector: "AssignmentExpression[operator='**=']",
      message: '** differs between Node versions; use numerics/power.',
    },
    {
      selector: 'CallExpression[callee.property.name=/^(localeCompare|toLocaleString)$/]',
      message: 'Locales have no place in hashed bytes; sort by code unit.',
    },
    { selector: "Identifier[name='Intl']", message: 'Locales have no place in hashed bytes.' },
    {
      selector: "VariableDeclarator[init.name='Math']",
      message: 'Do not take Math apart: the closed list of members could not be checked.',
    },
  ],
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'reports/latest/', 'coverage/', 'src/numerics/kernels/assembly/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'off',
      // The types of Node 20 lack WebAssembly.
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      'no-restricted-properties': [
        'error',
        ...['any', 'timeout'].map((property) => ({
          object: 'AbortSignal',
          property,
          message:
            'Node collects signals that nothing else holds, and they never fire; keep an AbortController and a timer.',
        })),
      ],
    },
  },
  {
    files: ['{claims,tasks,models,oracles,papers}/**/*.ts', 'src/claim.ts', 'src/{numerics,statistics,engine}/**/*.ts'],
    rules: reproducible,
  },
);
