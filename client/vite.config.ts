import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import packageJson from '../package.json' with { type: 'json' }
import { PDF_FILES, pdfFiles } from './pdf-files.ts'
import { precompress } from './precompress.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig(({ mode }) => ({
  root: here('.'),
  plugins: [svelte(), pdfFiles(), mode === 'production' && precompress()],
  define: { CLIENT_VERSION: JSON.stringify(packageJson.version), PDF_FILES: JSON.stringify(PDF_FILES) },
  // The default build compiles record readers with Function(), which a strict CSP refuses.
  resolve: { alias: { msgpackr: here('../node_modules/msgpackr/dist/index-no-eval.cjs') } },
  build: {
    outDir: here('../dist/client'),
    emptyOutDir: true,
    target: 'es2022',
    // An inlined asset would be a data: URL, which the CSP does not allow for fonts and scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false }
  }
}))
