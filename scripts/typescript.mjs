import { register } from 'node:module'

/** Lets tests be TypeScript, in place of tap's own way, which compiles everything anew in each file of tests. */
register('./typescript-modules.mjs', import.meta.url)
