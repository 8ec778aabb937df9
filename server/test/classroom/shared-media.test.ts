import t from 'tap'
import { Changed } from '../../classroom/changed.ts'
import { digestMedia } from '../../classroom/digest.ts'
import { Media } from '../../classroom/media-events.ts'
import type { MediaEvent } from '../../classroom/media-events.ts'
import { MediaLesson, createMedia, foldMedia } from '../../classroom/media-lane.ts'
import type { MediaFolded, MediaState } from '../../classroom/media-lane.ts'
import { ownMediaPart, playbackPart, sharedRow, sharingPart, shownPart } from '../../classroom/media-views.ts'
import { MediaAct, MediaKind, MediaStanding, mediumOf, playedUntil, rowOf } from '../../classroom/media.ts'
import type { MediumRow } from '../../classroom/media.ts'
import { Lesson } from '../../classroom/live-lesson.ts'
import { Verdict } from '../../classroom/model.ts'
import { encode } from '../../wire/codec.ts'

const AT = 1_760_000_000_000
const TEACHER = 0
const STUDENT = 4
const { accepted, notAllowed, duplicate, full, badAnswer } = Verdict

function picture (id: string): MediumRow {
  return [id, 0, 'image/webp', 100, 640, 480, '', 'a.png', '', 0]
}

function media (): { state: MediaState, send: (...said: [kind: number, by: number, ...rest: unknown[]]) => Verdict, last: () => MediaFolded } {
  const state = createMedia()
  let position = 0
  let folded: MediaFolded
  return {
    state,
    send (kind, by, ...rest) {
      position++
      folded = foldMedia(state, [kind, 'L1', AT, AT + position, position, by, by === TEACHER, ...rest] as unknown as MediaEvent, position)[0]!
      return folded.verdict
    },
    last: () => folded
  }
}

t.test('M11 a teacher shares at once, a student where the teacher allows it, and then unseen until it is approved', async (t) => {
  const { state, send, last } = media()
  t.equal(send(Media.share, STUDENT, picture('s0')), notAllowed)
  t.equal(send(Media.allow, STUDENT, true), notAllowed)
  t.equal(send(Media.allow, TEACHER, true), accepted)
  t.equal(send(Media.share, STUDENT, picture('s1')), accepted)
  t.match(last(), { who: STUDENT, person: STUDENT, applied: true, changed: Changed.shared })
  t.equal(send(Media.share, STUDENT, picture('s1')), duplicate)
  t.equal(send(Media.share, TEACHER, picture('t1')), accepted)
  const lesson = state.lesson!
  t.same(shownPart(lesson), [null, true, 0])
  t.same(sharingPart(lesson).slice(0, 2), [2, 1])
  t.same(ownMediaPart(lesson, STUDENT), [[['s1', 'a.png', MediaStanding.waiting]]])
  for (const act of [MediaAct.approve, MediaAct.reject, MediaAct.show]) t.equal(send(Media.act, STUDENT, act, 's1', 0), notAllowed)
  t.equal(send(Media.act, TEACHER, MediaAct.approve, 's1', 0), accepted)
  t.match(last(), { person: STUDENT })
  t.same(ownMediaPart(lesson, STUDENT), [[['s1', 'a.png', MediaStanding.approved]]])
  t.same(shownPart(lesson), [null, true, 0], 'approved is not shown yet')
  t.equal(send(Media.act, TEACHER, MediaAct.show, 's1', 1), accepted)
  t.same(shownPart(lesson), [picture('s1'), true, 1])
  const room = new Lesson('L1', AT, 'teacher', '', false, 0)
  t.same(sharedRow(lesson.shared.list[0]!, room).slice(0, 5), [STUDENT, '', MediaStanding.approved, AT + 4, 's1'])
})

t.test('M12 what is removed or refused is gone from every screen, and its receipt does not bring it back', async (t) => {
  const { state, send } = media()
  for (const id of ['a', 'b']) send(Media.share, TEACHER, picture(id))
  send(Media.act, TEACHER, MediaAct.show, 'a', 1)
  t.equal(send(Media.act, TEACHER, MediaAct.remove, 'b', 0), accepted)
  t.equal(shownPart(state.lesson!)[0]?.[0], 'a', 'another goes, this stays')
  t.equal(send(Media.act, TEACHER, MediaAct.remove, 'a', 0), accepted)
  t.same(shownPart(state.lesson!), [null, false, 0])
  t.equal(send(Media.share, TEACHER, picture('a')), duplicate)
  t.equal(send(Media.act, TEACHER, MediaAct.show, 'a', 1), badAnswer)
  send(Media.share, TEACHER, picture('c'))
  send(Media.share, TEACHER, picture('d'))
  send(Media.act, TEACHER, MediaAct.show, 'c', 1)
  t.equal(send(Media.act, TEACHER, MediaAct.reject, 'd', 0), accepted)
  t.equal(send(Media.act, TEACHER, MediaAct.reject, 'c', 0), accepted)
  t.same(shownPart(state.lesson!)[0], null)
  t.equal(send(Media.act, TEACHER, MediaAct.show, 'c', 1), accepted)
  t.equal(send(Media.act, TEACHER, MediaAct.show, '', 0), accepted)
  t.same(shownPart(state.lesson!)[0], null)
})

t.test('M12 a student removes his own and nobody else\'s', async (t) => {
  const { state, send } = media()
  send(Media.allow, TEACHER, true)
  send(Media.share, STUDENT, picture('s1'))
  send(Media.share, TEACHER, picture('t1'))
  t.equal(send(Media.act, STUDENT, MediaAct.remove, 't1', 0), notAllowed)
  t.equal(send(Media.act, 5, MediaAct.remove, 's1', 0), notAllowed)
  t.equal(send(Media.act, STUDENT, MediaAct.remove, 's1', 0), accepted)
  t.equal(send(Media.act, STUDENT, MediaAct.remove, 's1', 0), notAllowed, 'it is nobody\'s any more')
  t.equal(state.lesson!.shared.list.length, 1)
})

t.test('M15 the page that is open is said as it is, and is one of the document', async (t) => {
  const { state, send } = media()
  const slides: MediumRow = ['d', MediaKind.document, 'image/webp', 900, 1600, 900, '', 'week7.pdf', '', 24]
  send(Media.share, TEACHER, slides)
  send(Media.share, TEACHER, picture('a'))
  t.equal(send(Media.act, TEACHER, MediaAct.show, 'd', 1), accepted)
  t.same(shownPart(state.lesson!), [slides, false, 1])
  t.equal(send(Media.act, TEACHER, MediaAct.show, 'd', 24), accepted)
  for (const [id, page] of [['d', 25], ['d', 0], ['a', 2], ['a', 0]] as const) t.equal(send(Media.act, TEACHER, MediaAct.show, id, page), badAnswer)
  t.same(shownPart(state.lesson!), [slides, false, 24], 'a page that is none turns nothing')
  t.equal(state.lesson!.shared.page, 24)
  send(Media.act, TEACHER, MediaAct.remove, 'd', 0)
  t.same(shownPart(state.lesson!), [null, false, 0])
})

t.test('M16 a teacher plays, pauses and rewinds the film or sound that is shown, by the time at which each was received', async (t) => {
  const { state, send, last } = media()
  const film: MediumRow = ['f', MediaKind.video, 'video/webm', 900, 0, 0, '', 'lab.webm', '', 0]
  for (const row of [film, picture('a'), ['s', MediaKind.audio, 'audio/wav', 900, 0, 0, '', 'bell.wav', '', 0]]) send(Media.share, TEACHER, row)
  const { shared } = state.lesson!
  const move = (act: MediaAct, id = 'f', by = TEACHER) => send(Media.act, by, act, id, 0)
  t.equal(move(MediaAct.play), badAnswer, 'it is not shown')
  send(Media.act, TEACHER, MediaAct.show, 'f', 1)
  t.same(playbackPart(state.lesson!), [false, 0, 0], 'it waits at its beginning')
  const before = shared.save()
  for (const act of [MediaAct.play, MediaAct.pause, MediaAct.rewind]) t.equal(move(act, 'f', STUDENT), notAllowed)
  t.equal(move(MediaAct.play, 's'), badAnswer, 'another is shown')
  t.same(shared.save(), before)
  const revision = sharingPart(state.lesson!)[2]
  t.equal(move(MediaAct.play), accepted)
  t.match(last(), { applied: true, changed: Changed.playback, person: -1 })
  t.notSame(shared.save(), before, 'it is part of the digest')
  const begun = last().at
  t.same(playbackPart(state.lesson!), [true, 0, begun])
  t.equal(playedUntil(shared.playback, begun + 9000), 9000)
  t.equal(playedUntil(shared.playback, begun - 50), 0, 'a clock that is behind shows no time before the beginning')
  t.equal(move(MediaAct.play), accepted)
  t.equal(playedUntil(shared.playback, begun + 9000), 9000, 'pressed twice it plays once')
  t.equal(move(MediaAct.pause), accepted)
  const paused = last().at - begun
  t.same(playbackPart(state.lesson!), [false, paused, last().at])
  t.equal(playedUntil(shared.playback, begun + 9000), paused)
  move(MediaAct.play)
  t.same(playbackPart(state.lesson!), [true, paused, last().at], 'on from there')
  move(MediaAct.rewind)
  t.same(playbackPart(state.lesson!), [true, 0, last().at], 'from its beginning')
  move(MediaAct.pause)
  move(MediaAct.rewind)
  t.same(playbackPart(state.lesson!), [false, 0, last().at])
  move(MediaAct.play)
  t.equal(sharingPart(state.lesson!)[2], revision, 'the list is the same')
  t.same(playbackPart(MediaLesson.restored(state.lesson!.save())), playbackPart(state.lesson!))
  send(Media.act, TEACHER, MediaAct.show, 's', 1)
  t.same(playbackPart(state.lesson!), [false, 0, 0], 'what is shown next begins anew')
  send(Media.act, TEACHER, MediaAct.show, 'a', 1)
  t.equal(move(MediaAct.play, 'a'), badAnswer, 'a picture does not play')
})

t.test('M13 a command sent again gets its first verdict, and limits hold', async (t) => {
  const { state, send } = media()
  const event = [Media.share, 'L1', AT, AT + 1, 99, TEACHER, true, picture('a')] as MediaEvent
  t.match(foldMedia(state, event, 50), [{ verdict: accepted, applied: true }])
  const before = digestMedia(state)
  t.match(foldMedia(state, event, 60), [{ verdict: accepted, applied: false, position: 50, at: AT + 1, changed: 0 }])
  t.equal(digestMedia(state), before)
  send(Media.allow, TEACHER, true)
  for (let n = 0; n < 20; n++) t.equal(send(Media.share, STUDENT, picture(`s${n}`)), accepted)
  t.equal(send(Media.share, STUDENT, picture('s20')), full)
  for (let n = 21; n < 1000; n++) send(Media.share, TEACHER, picture(`t${n}`))
  t.equal(send(Media.share, TEACHER, picture('one too many')), full)
})

t.test('M14 the largest medium that is shown leaves room in a student\'s view of 4 KiB', async (t) => {
  const { state, send } = media()
  const largest: MediumRow = ['a'.repeat(22), 3, 'image/webp', 2 ** 40, 99_999, 99_999, '가'.repeat(200), '나'.repeat(80), `https://a.example/${'b'.repeat(982)}`, 0]
  send(Media.share, TEACHER, largest)
  send(Media.act, TEACHER, MediaAct.show, largest[0], 1)
  t.ok(encode([64, ...shownPart(state.lesson!)]).length < 2048)
  t.same(rowOf(mediumOf(largest)), largest)
})
