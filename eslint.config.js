import importX, { createNodeResolver } from 'eslint-plugin-import-x'
import svelte from 'eslint-plugin-svelte'
import neostandard, { plugins } from 'neostandard'

/** What a folder may not import (server/test/layers.test.ts walks the same rules over all files). */
function ban (folder, regex, message) {
  return { files: [`${folder}/**`], ignores: ['**/test/**'], rules: { 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] } }
}

export default [
  { ignores: ['dist/', 'data/', 'shots/', '.tap/', 'node_modules/'] },
  ...neostandard({ ts: true }),
  ...svelte.configs['flat/base'],
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: plugins['typescript-eslint'].parser, extraFileExtensions: ['.svelte'] } },
    rules: {
      // the plugin's own rules know markup, the general ones do not
      '@stylistic/indent': 'off',
      '@stylistic/no-multiple-empty-lines': 'off',
      '@stylistic/space-before-function-paren': ['error', 'always'],
      'no-self-assign': 'off',
      'no-undef': 'off'
    }
  },
  {
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.json'] })],
      'import-x/extensions': ['.ts', '.js', '.mjs'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] }
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'max-lines': ['error', 350],
      'no-void': 'off',
      // a setter that tells a part what happened needs no getter
      'accessor-pairs': 'off',
      // `const X = {…} as const` and `type X` share a name: our enums
      '@typescript-eslint/no-redeclare': 'off',
      '@stylistic/object-property-newline': 'off'
    }
  },
  { files: ['client/src/messages/**'], rules: { 'max-lines': 'off' } },
  ban('server/classroom', '^(?!\\./)', 'classroom imports nothing outside itself'),
  ban('server/wire', '^(node:|\\.\\./(?!classroom/))', 'wire runs in the browser and imports classroom alone'),
  ban('server/board', '^\\.\\./(?!classroom/)', 'the look of the board runs in the browser and imports classroom alone'),
  ban('server/log', '\\.\\./(classroom|wire|relay|http)/', 'the log knows bytes, class codes and lanes'),
  ban('server/relay', '\\.\\./(http/|log/(?!event-log))', 'the relay sees the log through its interface and knows no HTTP'),
  ban('server/http', '\\.\\./(relay|log)/', 'the sidecar imports neither relay nor log'),
  ban('server/archive', '\\.\\./(relay/|http/|log/(?!event-log))', 'the archiver sees the log through its interface and knows neither relay nor HTTP'),
  ban('server/database', '^\\.\\./(?!migrations/|database\\.ts)', 'the database imports nothing outside itself'),
  ban('client', '/server/(?!wire/|board/|classroom/)', 'the client shares wire, board and classroom with the server, nothing else'),
  { files: ['server/**'], ignores: ['server/relay/socket.ts', '**/test/**'], rules: { 'no-restricted-syntax': ['error', { selector: "ImportDeclaration[source.value='uWebSockets.js']", message: 'relay/socket.ts is the only file that knows uWebSockets.js' }] } }
]
