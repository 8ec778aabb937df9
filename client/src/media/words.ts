import { MediaKind } from '../../../server/classroom/media.ts'
import type { Medium } from '../../../server/classroom/media.ts'
import { language } from '../messages/language.svelte.ts'
import { mediaEn } from '../messages/media.en.ts'
import { mediaKo } from '../messages/media.ko.ts'
import type { MediaMessages } from '../messages/media.ko.ts'
import type { IconName } from '../parts/icons.ts'
import type { MediaFailure } from './media-api.ts'

/** The sentences of shared media in the language chosen; read inside markup or `$derived` so that a switch is followed. */
export function mediaWords (): MediaMessages {
  return language.code === 'ko' ? mediaKo : mediaEn
}

/** Why sharing failed, in words. */
export function mediaFailure (why: MediaFailure): string {
  const { failed } = mediaWords()
  return why in failed ? failed[why as keyof typeof failed] : failed.other
}

/** What people call a medium: what it shows, else its name, else what it is. */
export function mediumTitle ({ kind, alt, name, url }: Medium): string {
  return [alt, name, kind === MediaKind.link ? hostOf(url) : '', mediaWords().kinds[kind]].find((text) => text !== '') ?? ''
}

/** The host of an address, as it is written in it. */
export function hostOf (url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

/** What stands for a medium that is no picture. */
export const KIND_ICONS: Record<MediaKind, IconName> = {
  [MediaKind.image]: 'media',
  [MediaKind.audio]: 'sound',
  [MediaKind.video]: 'film',
  [MediaKind.link]: 'globe',
  [MediaKind.document]: 'file'
}

/** Bytes as people say them. */
export function sizeText (bytes: number): string {
  const [unit, size] = bytes < 1_000_000 ? ['kilobyte', bytes / 1000] : ['megabyte', bytes / 1_000_000]
  return new Intl.NumberFormat(language.code, { style: 'unit', unit, maximumFractionDigits: size < 10 ? 1 : 0 }).format(size)
}
