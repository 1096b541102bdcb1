import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const letters = '/[A-Za-z\\u3040-\\u30ff\\u4e00-\\u9fff]/';
const spoken = '/^(title|label|placeholder|alt|description|aria-label|aria-description|nothingFoundMessage)$/';

export default tseslint.config(
  { ignores: ['target', 'node_modules', 'dev/shots'] },
  ...tseslint.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}', 'test/**/*.ts'],
    plugins: { 'react-hooks': hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines-per-function': 'off',
    },
  },
  {
    // Every word that somebody reads comes from the language files.
    files: ['src/**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: `JSXText[value=${letters}]`, message: 'Text belongs into i18n/en.json and i18n/ja.json.' },
        { selector: `JSXAttribute[name.name=${spoken}] > Literal[value=${letters}]`, message: 'Text belongs into the language files.' },
        { selector: `JSXElement > JSXExpressionContainer > Literal[value=${letters}]`, message: 'Text belongs into the language files.' },
        { selector: `JSXElement > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=${letters}]`, message: 'Text belongs into the language files.' },
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'No markup from strings.' },
      ],
    },
  },
);
