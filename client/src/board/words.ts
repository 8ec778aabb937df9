import { boardEn } from '../messages/board.en.ts'
import { boardKo } from '../messages/board.ko.ts'
import type { BoardMessages } from '../messages/board.ko.ts'
import { language } from '../messages/language.svelte.ts'

/** The whiteboard's sentences in the language chosen; read inside markup or `$derived` so that a switch is followed. */
export function boardWords (): BoardMessages {
  return language.code === 'ko' ? boardKo : boardEn
}
