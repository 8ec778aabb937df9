import { join } from 'node:path'
import t from 'tap'
import { axeFinds } from './axe.ts'
import { helpless } from './help-lines.ts'
import { misplaced } from './misplaced.ts'
import type { Person } from './lesson-person.ts'

/**
 * Photographs somebody's screen into `shots`, and holds it against axe, the width of its page, the places of its words and words of another
 * language; `names` and `words` may stand there all the same. A teacher's controls have their lines of help.
 */
export async function examine (person: Person, name: string, shots: string, names: readonly string[], words: readonly string[]): Promise<void> {
  await person.photograph(join(shots, `${name}-${person.role}.png`))
  t.same(await axeFinds(person.page), [], `${name}: axe finds nothing on the ${person.role}`)
  if (person.role === 'teacher') t.same(await helpless(person.page), [], `${name}: a line of help on every control`)
  t.ok(await person.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${name}: no sideways scroll on the ${person.role}`)
  t.same(await misplaced(person.page), [], `${name}: every word in its place on the ${person.role}`)
  t.same((await person.strangeWords(names)).filter((word) => !words.includes(word)), [], `${name}: no English word on the ${person.role}`)
}
