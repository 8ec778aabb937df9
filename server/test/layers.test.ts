import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What the files of a folder may import: folders, or files, of the project; packages by their name. */
const MAY_IMPORT: Record<string, { own: RegExp, packages: RegExp }> = {
  'server/classroom': { own: /^server\/classroom\//, packages: /^$/ },
  'server/wire': { own: /^server\/(wire|classroom)\//, packages: /^(msgpackr$|typebox)/ },
  'server/board': { own: /^server\/(board|classroom)\//, packages: /^(perfect-freehand$|simplify-js$)/ },
  'server/log': { own: /^server\/(log\/|partition\.ts|log-events\.ts|errors\.ts)/, packages: /^(node:|lmdb$|@confluentinc\/kafka-javascript$|@platformatic\/kafka$|pino$)/ },
  'server/relay': {
    own: /^server\/(relay\/|wire\/|classroom\/|log\/event-log\.ts|tokens\.ts|config\.ts|errors\.ts|log-events\.ts|private-port\.ts)/,
    packages: /^(node:|uWebSockets\.js$|prom-client$|pino$)/
  },
  'server/http': {
    own: /^server\/(http\/|database\/|wire\/|board\/|classroom\/|tokens\.ts|config\.ts|errors\.ts|log-events\.ts|start-error\.ts)/,
    packages: /^(node:|fastify$|@fastify\/|typebox|kysely$|fast-jwt$|csv-parse|gift-pegjs$|saxes$|yauzl$|yazl$|hucre$|prom-client$|pino$|sharp$|file-type$|aws4fetch$)/
  },
  'server/database': { own: /^server\/database\//, packages: /^(kysely$|libsql$|pg$)/ },
  'server/archive': {
    own: /^server\/(archive\/|database\/|wire\/|classroom\/|log\/event-log\.ts|log-events\.ts)/,
    packages: /^(node:|kysely$|prom-client$|pino$)/
  },
  'server/deploy': { own: /^server\/(deploy\/|relay\/placement\.ts|start-error\.ts)/, packages: /^node:/ },
  'client/src': { own: /^(client\/|server\/(wire|board|classroom)\/)/, packages: /^(svelte|bits-ui$|uqr$|msgpackr$|@cantoo\/pdf-lib$|pdfjs-dist$|pdfjs-dist\/build\/|@noble\/hashes\/)/ }
}

/** The import specifiers of a TypeScript or Svelte source, without comments. */
function importsOf (source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  return [...code.matchAll(/^\s*(?:import|export)\b(?:[^'"`;=]*\bfrom)?\s*'([^']+)'|\bimport\('([^']+)'\)/gm)].map((match) => match[1] ?? match[2] ?? '')
}

/** The same source as it is when it runs: imports of types are gone. */
function withoutTypes (source: string): string {
  return source.replace(/^\s*(?:import|export) type\b[^'"`;=]*from\s*'[^']+'/gm, '')
}

/** All sources below `folder` but tests, as paths from the project's folder. */
function sources (folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !/\/test\/|\.d\.ts$/.test(path))
}

interface Module {
  path: string
  own: string[]
  /** Those of `own` that are imported when the program runs. */
  running: string[]
  packages: string[]
}

const modules = ['server', 'client/src', 'bench'].flatMap(sources).map((path): Module => {
  const source = readFileSync(join(ROOT, path), 'utf8')
  const own = (names: string[]) => names.filter((name) => name.startsWith('.')).map((name) => relative(ROOT, resolve(ROOT, dirname(path), name)))
  const all = importsOf(source)
  return { path, own: own(all), running: own(importsOf(withoutTypes(source))), packages: all.filter((name) => !name.startsWith('.')) }
})

for (const [folder, allowed] of Object.entries(MAY_IMPORT)) {
  t.test(`${folder} imports only what lies below it`, async (t) => {
    const here = modules.filter(({ path }) => path.startsWith(`${folder}/`))
    t.ok(here.length > 0)
    for (const { path, own, packages } of here) {
      t.same(own.filter((name) => !allowed.own.test(name)), [], `${path}: files`)
      t.same(packages.filter((name) => !allowed.packages.test(name)), [], `${path}: packages`)
    }
  })
}

t.test('relay/socket.ts is the only file of the server that knows uWebSockets.js', async (t) => {
  const knowing = modules.filter(({ path, packages }) => path.startsWith('server/') && packages.includes('uWebSockets.js'))
  t.same(knowing.map(({ path }) => path), ['server/relay/socket.ts'])
})

t.test('nothing but the programs imports roles and main', async (t) => {
  const top = /^server\/(main|relay-role|http-role|archive-role|open-house|supervisor|lifetime)\.ts$/
  const users = modules.filter(({ path, own }) => !/^server\/[a-z-]+\.ts$/.test(path) && own.some((name) => top.test(name)))
  t.same(users.map(({ path }) => path), [])
})

t.test('no file imports itself by a detour', async (t) => {
  const byPath = new Map(modules.map((module) => [module.path, module]))
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, above: string[]): void => {
    // a component that holds one of its own kind imports itself: Svelte has no other way
    if (path === above.at(-1)) return
    if (above.includes(path)) cycles.push([...above.slice(above.indexOf(path)), path].join(' → '))
    if (above.includes(path) || done.has(path)) return
    for (const name of byPath.get(path)?.running ?? []) visit(name, [...above, path])
    done.add(path)
  }
  for (const { path } of modules) visit(path, [])
  t.same(cycles, [])
})
