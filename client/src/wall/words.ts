import { language } from '../messages/language.svelte.ts'
import { wallEn } from '../messages/wall.en.ts'
import { wallKo } from '../messages/wall.ko.ts'
import type { WallMessages } from '../messages/wall.ko.ts'

/** The wall's sentences in the language chosen; read inside markup or `$derived` so that a switch is followed. */
export function wallWords (): WallMessages {
  return language.code === 'ko' ? wallKo : wallEn
}
