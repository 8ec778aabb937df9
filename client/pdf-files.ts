import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import pdfjs from 'pdfjs-dist/package.json' with { type: 'json' }

const PACKAGE = fileURLToPath(new URL('../node_modules/pdfjs-dist/', import.meta.url))
/** What a PDF may need besides the program: tables of Korean and other scripts, the fonts that every PDF may count on, a decoder. */
const FILES = /^(cmaps\/.*\.bcmap|standard_fonts\/.*\.(pfb|ttf)|wasm\/.*\.js)$/
const FOLDER = `assets/pdf-${pdfjs.version}/`

/** Where the client finds those files. */
export const PDF_FILES = `/${FOLDER}`

/** Puts them beside the build; a browser fetches the few that one PDF needs. */
export function pdfFiles (): Plugin {
  return {
    name: 'pdf-files',
    apply: 'build',
    generateBundle () {
      for (const name of readdirSync(PACKAGE, { recursive: true, encoding: 'utf8' })) {
        if (FILES.test(name)) this.emitFile({ type: 'asset', fileName: FOLDER + name, source: readFileSync(join(PACKAGE, name)) })
      }
    }
  }
}
