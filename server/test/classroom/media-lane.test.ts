import t from 'tap'
import { digestMedia } from '../../classroom/digest.ts'
import { Media } from '../../classroom/media-events.ts'
import type { MediaEvent } from '../../classroom/media-events.ts'
import { createMedia, foldMedia } from '../../classroom/media-lane.ts'
import { Verdict } from '../../classroom/model.ts'

const AT = 1_760_000_000_000

t.test('M1 an event of another release or a broken one is skipped', async (t) => {
  const state = createMedia()
  const before = digestMedia(state)
  const broken: unknown[] = [null, 'end', [], [9999, 'L1', AT, AT], [Media.end], [Media.end, 'L1', AT], [Media.end, 1, AT, AT], [Media.end, 'L1', -1, AT], [Media.end, 'L1', AT, NaN]]
  for (const event of broken) {
    t.match(foldMedia(state, event as MediaEvent, 7), [{ verdict: Verdict.unreadable, id: 0, who: -1, applied: false, changed: 0 }])
  }
  t.equal(digestMedia(state), before)
})

t.test('M2 a lesson is over once, and what comes late for it or an older one means nothing', async (t) => {
  const state = createMedia()
  t.match(foldMedia(state, [Media.end, 'L1', AT, AT + 9], 1), [{ verdict: Verdict.accepted, applied: true, at: AT + 9, position: 1 }])
  const ended = digestMedia(state)
  t.match(foldMedia(state, [Media.end, 'L1', AT, AT + 9], 2), [{ verdict: Verdict.notOpen, applied: false }])
  t.match(foldMedia(state, [Media.end, 'L0', AT - 1, AT], 3), [{ verdict: Verdict.notOpen, applied: false }])
  t.equal(digestMedia(state), ended)
  t.match(foldMedia(state, [Media.end, 'L2', AT + 10, AT + 11], 4), [{ verdict: Verdict.accepted }])
  t.not(digestMedia(state), ended)
})

t.test('M2 of two lessons in the lane the younger counts, and what comes for the older is ignored', async (t) => {
  const state = createMedia()
  const allow = (lesson: string, openedAt: number, n: number): MediaEvent => [Media.allow, lesson, openedAt, openedAt + n, n, 0, true, true]
  t.match(foldMedia(state, allow('L2', AT + 10, 1), 1), [{ verdict: Verdict.accepted }])
  t.match(foldMedia(state, allow('L1', AT, 2), 2), [{ verdict: Verdict.notOpen, applied: false }])
  t.match(foldMedia(state, allow('L3', AT + 20, 3), 3), [{ verdict: Verdict.accepted }])
  t.equal(state.lesson?.id, 'L3')
})
