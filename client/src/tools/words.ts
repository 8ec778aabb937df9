import { language } from '../messages/language.svelte.ts'
import { toolsEn } from '../messages/tools.en.ts'
import { toolsKo } from '../messages/tools.ko.ts'
import type { ToolMessages } from '../messages/tools.ko.ts'

/** The sentences of picker and widgets in the language chosen; read inside markup or `$derived` so that a switch is followed. */
export function toolWords (): ToolMessages {
  return language.code === 'ko' ? toolsKo : toolsEn
}

/** What stands for the emoji reactions on a screen, in the order of their numbers. */
export const EMOJI_SIGNS = ['👏', '❤️', '😂', '😮', '👍', '🎉'] as const
