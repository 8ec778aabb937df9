import type { Lesson } from './live-lesson.ts'
import type { MediaLesson } from './media-lane.ts'
import type { MediaStanding, MediumRow } from './media.ts'
import type { Shared } from './shared-media.ts'

/** What views show of shared media, without the leading kind, as in views.ts. Nothing waiting or refused reaches another student. */

/** What everyone sees now, whether students may share, and which page is open. */
export function shownPart ({ shared }: MediaLesson): [MediumRow | null, boolean, number] {
  return [shared.onShow?.row ?? null, shared.allowed, shared.page]
}

/** For projectors and teachers: whether the film or sound that is shown plays, and where (ms) it stood at a time; a phone has a player of its own. */
export function playbackPart ({ shared: { playback } }: MediaLesson): [boolean, number, number] {
  return [playback.playing, playback.ms, playback.at]
}

/** For teachers: how many media there are, how many wait, and a number that changes whenever the list does. */
export function sharingPart ({ shared, sharedAt }: MediaLesson): [number, number, number] {
  const { list } = shared
  return [list.length, list.filter(({ standing }) => standing === 0).length, sharedAt]
}

export type SharedRow = [by: number, name: string, standing: MediaStanding, at: number, ...medium: MediumRow]

/** For teachers: a row of the list. */
export function sharedRow ({ by, standing, at, row }: Shared, lesson: Lesson): SharedRow {
  return [by, lesson.people.has(by) ? lesson.people.nameOf(by) : '', standing, at, ...row]
}

/** For one student: what became of the media that he shared. */
export function ownMediaPart ({ shared }: MediaLesson, who: number): [Array<[id: string, name: string, standing: MediaStanding]>] {
  return [shared.of(who).map(({ row, standing }) => [row[0], row[7], standing])]
}
