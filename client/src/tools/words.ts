import { language } from '../messages/language.svelte.ts'
import { toolsEn } from '../messages/tools.en.ts'
import { toolsKo } from '../messages/tools.ko.ts'
import type { ToolMessages } from '../messages/tools.ko.ts'
import type { IconName } from '../parts/icons.ts'

/** The sentences of picker and widgets in the language chosen; read inside markup or `$derived` so that a switch is followed. */
export function toolWords (): ToolMessages {
  return language.code === 'ko' ? toolsKo : toolsEn
}

/** The emoji reactions in the order of their numbers: drawn, as a lecture room's computer may lack a font of emoji. */
export const EMOJI_ICONS = ['clap', 'heart', 'laugh', 'wow', 'like', 'party'] as const satisfies readonly IconName[]
