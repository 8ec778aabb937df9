import { mediumOf } from '../../../server/classroom/media.ts'
import type { Medium, Playback } from '../../../server/classroom/media.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { OwnMediaPart, PlaybackPart, SharingPart, ShownPart } from '../../../server/wire/messages.ts'
import type { View } from '../view.ts'

/** What everyone is shown now: null while nothing is, or before anything was shared. `page` counts from 1. */
export function shownOf (view: View): { medium: Medium, page: number } | null {
  const part = view.tools[Down.shown] as ShownPart | undefined
  return part === undefined || part[1] === null ? null : { medium: mediumOf(part[1]), page: part[3] }
}

/** How the film or sound that is shown runs; projectors and teachers are told. */
export function playbackOf (view: View): Playback {
  const [, playing, ms, at] = (view.tools[Down.playback] as PlaybackPart | undefined) ?? [0, false, 0, 0]
  return { playing, ms, at }
}

/** Whether students may share. */
export function mayShare (view: View): boolean {
  return (view.tools[Down.shown] as ShownPart | undefined)?.[2] ?? false
}

/** What a student shared himself, and what became of it. */
export function ownMedia (view: View): OwnMediaPart[1] {
  return (view.tools[Down.ownMedia] as OwnMediaPart | undefined)?.[1] ?? []
}

/** For teachers: how many media there are, how many wait, and a number that changes with the list. */
export function sharingOf (view: View): { total: number, waiting: number, revision: number } {
  const [, total, waiting, revision] = (view.tools[Down.sharing] as SharingPart | undefined) ?? [0, 0, 0, -1]
  return { total, waiting, revision }
}

/** Where the bytes of a medium are; `small` is a picture for a phone. `page` counts from 1 and is a document's. */
export function addressOf ({ id, pages }: Pick<Medium, 'id' | 'pages'>, small: boolean, page = 1): string {
  return `/media/${id}${pages === 0 ? '' : `/${page}`}${small ? '/small' : ''}`
}
