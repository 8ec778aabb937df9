import type { Ask } from './asks.svelte.ts'
import type { Lesson } from './lesson.svelte.ts'
import { consoleWords } from './words.ts'

/** The question before the class ends. */
export function endAsk (lesson: Lesson): Ask {
  const { dialog } = consoleWords()
  return { title: dialog.end, body: dialog.endBody, verb: dialog.endDo, danger: true, run: () => { void lesson.send(['end']) } }
}
