import { Changed } from '../classroom/changed.ts'
import type { ClassroomState } from '../classroom/lesson.ts'
import type { Lesson } from '../classroom/live-lesson.ts'
import type { MediaLesson, MediaState } from '../classroom/media-lane.ts'
import type { Audience } from '../classroom/model.ts'
import type { PresenceState } from '../classroom/presence.ts'
import * as mediaViews from '../classroom/media-views.ts'
import * as toolViews from '../classroom/tool-views.ts'
import * as views from '../classroom/views.ts'
import { penPart, whiteboardPart } from '../classroom/whiteboard-views.ts'
import { coverPart, podiumPart } from '../classroom/wall.ts'
import { encode } from '../wire/codec.ts'
import { Down } from '../wire/messages.ts'
import type { DrawnPart, MePart, MinePart, OwnMediaPart, Part, SaidPart, ScorePart } from '../wire/messages.ts'

/** The folds of a class's lanes. */
export interface Lanes {
  state: ClassroomState
  presence: PresenceState
  media: MediaState
}

/** What a class's views are made from, at `now` (ms). */
export interface Scene {
  state: ClassroomState
  presence: PresenceState
  /** Of the live lesson; null where nothing was shared or drawn in it. */
  media: MediaLesson | null
  now: number
}

/** The lanes as they stand, where the `media` lane may be ahead of the `socket` lane or behind it. */
export function sceneOf ({ state, presence, media }: Lanes, now: number): Scene {
  const mine = media.lesson !== null && media.lesson.id === state.lesson?.id
  return { state, presence, media: mine ? media.lesson : null, now }
}

interface PartOfView {
  kind: number
  /** When it may have changed. */
  flags: number
  /** Its value for an audience; null where that audience has nothing to see. */
  build (scene: Scene, audience: Audience): Part | null
}

/** Parts of the live lesson; without one there is nothing to see. */
function ofLesson (kind: number, flags: number, build: (lesson: Lesson, audience: Audience) => Part | null): PartOfView {
  return { kind, flags, build: ({ state: { lesson } }, audience) => lesson === null ? null : build(lesson, audience) }
}

function forTeachers (kind: number, flags: number, build: (lesson: Lesson) => Part | null): PartOfView {
  return ofLesson(kind, flags, (lesson, audience) => audience === 'teachers' ? build(lesson) : null)
}

function led<K extends number, T extends unknown[]> (kind: K, rest: T | null): [K, ...T] | null {
  return rest === null ? null : [kind, ...rest]
}

/** The parts that everyone of an audience shares, in the order in which a view shows them. */
export const PARTS: readonly PartOfView[] = [
  { kind: Down.lesson, flags: Changed.lesson, build: ({ state }) => [Down.lesson, ...views.lessonPart(state)] },
  { kind: Down.counts, flags: Changed.counts, build: ({ state, presence, now }) => [Down.counts, ...views.countsPart(state, presence, now)] },
  ofLesson(Down.question, Changed.question, (lesson, audience) => [Down.question, ...views.questionPart(lesson, audience)]),
  ofLesson(Down.clock, Changed.clock, (lesson) => led(Down.clock, views.clockPart(lesson))),
  ofLesson(Down.progress, Changed.progress, (lesson) => led(Down.progress, views.progressPart(lesson))),
  ofLesson(Down.tally, Changed.tally, (lesson, audience) => led(Down.tally, views.tallyPart(lesson, audience))),
  ofLesson(Down.reveal, Changed.reveal, (lesson, audience) => led(Down.reveal, views.revealPart(lesson, audience))),
  ofLesson(Down.board, Changed.board, (lesson, audience) => led(Down.board, views.boardPart(lesson, audience))),
  ofLesson(Down.kept, Changed.kept, (lesson) => [Down.kept, ...views.keptPart(lesson)]),
  ofLesson(Down.podium, Changed.board, (lesson, audience) => audience === 'projectors' ? led(Down.podium, podiumPart(lesson)) : null),
  ofLesson(Down.cover, Changed.lesson, (lesson, audience) => audience === 'students' ? null : [Down.cover, ...coverPart(lesson)]),
  forTeachers(Down.steering, Changed.steering, (lesson) => [Down.steering, ...views.steeringPart(lesson)]),
  forTeachers(Down.asked, Changed.asked, (lesson) => [Down.asked, ...views.askedPart(lesson)]),
  forTeachers(Down.lates, Changed.lates, (lesson) => led(Down.lates, views.latesPart(lesson))),
  ofLesson(Down.draw, Changed.draw, (lesson, audience) => led(Down.draw, toolViews.drawPart(lesson, audience))),
  ofLesson(Down.widgets, Changed.widgets, (lesson) => led(Down.widgets, toolViews.widgetsPart(lesson))),
  ofLesson(Down.moods, Changed.moods, (lesson, audience) => audience === 'students' ? null : led(Down.moods, toolViews.moodsPart(lesson))),
  ofLesson(Down.hands, Changed.hands, (lesson) => led(Down.hands, toolViews.handsPart(lesson))),
  ofLesson(Down.wall, Changed.wall, (lesson, audience) => led(Down.wall, toolViews.wallPart(lesson, audience))),
  ofLesson(Down.cloud, Changed.cloud, (lesson, audience) => led(Down.cloud, toolViews.cloudPart(lesson, audience))),
  { kind: Down.shown, flags: Changed.shared, build: ({ media }) => media === null ? null : [Down.shown, ...mediaViews.shownPart(media)] },
  { kind: Down.playback, flags: Changed.shared | Changed.playback, build: ({ media }, audience) => media === null || audience === 'students' ? null : [Down.playback, ...mediaViews.playbackPart(media)] },
  { kind: Down.sharing, flags: Changed.shared, build: ({ media }, audience) => media === null || audience !== 'teachers' ? null : [Down.sharing, ...mediaViews.sharingPart(media)] },
  { kind: Down.whiteboard, flags: Changed.whiteboard, build: whiteboard },
  forTeachers(Down.draws, Changed.draws, (lesson) => led(Down.draws, toolViews.drawsPart(lesson))),
  forTeachers(Down.pace, Changed.moods, (lesson) => led(Down.pace, toolViews.pacePart(lesson))),
  forTeachers(Down.queue, Changed.hands, (lesson) => led(Down.queue, toolViews.queuePart(lesson)))
]

/** Nothing where nobody has used it. */
function whiteboard ({ state: { lesson }, media }: Scene, audience: Audience): Part | null {
  return lesson === null || media === null || media.board.at < 0 ? null : [Down.whiteboard, ...whiteboardPart(media.board, lesson, audience === 'teachers')]
}

/** The frame that tells a person what he may do at the whiteboard; null where nobody has used it. */
export function penFrame (media: MediaLesson | null, { who, isTeacher }: { who: number, isTeacher: boolean }): Uint8Array | null {
  return media === null || who < 0 || media.board.at < 0 ? null : encode([Down.pen, ...penPart(media.board, who, isTeacher)])
}

/** What only one person sees: who he is, his answer, his score. `key` finds the score of a lesson that ended. */
export function personalParts (state: ClassroomState, who: number, key: string): Array<MePart | MinePart | ScorePart | DrawnPart | SaidPart> {
  const { lesson } = state
  if (lesson === null) {
    const final = led(Down.score, views.finalScorePart(state, key))
    return final === null ? [] : [final]
  }
  const me: MePart = [Down.me, ...views.mePart(lesson, who)]
  const mine = led(Down.mine, views.minePart(lesson, who))
  const score = led(Down.score, views.scorePart(lesson, who))
  const drawn = led(Down.drawn, toolViews.drawnPart(lesson, who))
  const said = led(Down.said, toolViews.saidPart(lesson, who))
  return [me, mine, score, drawn, said].filter((part) => part !== null)
}

/** What became of a person's own media; null where he shared nothing. */
export function ownMedia (media: MediaLesson | null, who: number): OwnMediaPart | null {
  return media === null || who < 0 ? null : [Down.ownMedia, ...mediaViews.ownMediaPart(media, who)]
}

/** The frame that tells one person his score; null where he has none. */
export function scoreFrame (state: ClassroomState, who: number, key: string): Uint8Array | null {
  const score = state.lesson === null ? views.finalScorePart(state, key) : views.scorePart(state.lesson, who)
  return score === null ? null : encode([Down.score, ...score])
}
