import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** What was compiled is kept here, under a name made of all that it depends on. */
const KEPT = fileURLToPath(new URL('../.tap/compiled/', import.meta.url))
const require = createRequire(import.meta.url)
const settings = readFileSync(new URL('../tsconfig.json', import.meta.url), 'utf8')
const { version } = require('typescript/package.json')
/** The compiler takes longer to load than most tests to run. */
let compiler = null

/** Node's hook: a module of TypeScript as the server's build compiles it, so that coverage of both is one. */
export async function load (url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return await nextLoad(url, context)
  return await nextLoad(url, { ...context, format: 'module', source: compiled(fileURLToPath(url)) })
}

function compiled (path) {
  const source = readFileSync(path, 'utf8')
  const file = KEPT + createHash('sha256').update([version, settings, path, source].join('\0')).digest('hex')
  try {
    return readFileSync(file, 'utf8')
  } catch {
    const code = compile(path, source)
    mkdirSync(KEPT, { recursive: true })
    // another process may be at the same file
    writeFileSync(`${file}.${process.pid}`, code)
    renameSync(`${file}.${process.pid}`, file)
    return code
  }
}

function compile (fileName, source) {
  compiler ??= require('typescript')
  const { options } = compiler.convertCompilerOptionsFromJson(JSON.parse(settings).compilerOptions, '.')
  const compilerOptions = { ...options, module: compiler.ModuleKind.ESNext, rewriteRelativeImportExtensions: false, inlineSourceMap: true, inlineSources: true }
  return compiler.transpileModule(source, { fileName, compilerOptions }).outputText
}
