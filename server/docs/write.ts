import { writeFileSync } from 'node:fs'
import { generatedPages } from './pages.ts'

/** `npm run docs`: writes the generated pages into the repository it is called in. */
for (const [path, text] of Object.entries(generatedPages())) writeFileSync(path, text)
