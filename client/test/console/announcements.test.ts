import t from 'tap'
import { LessonPhase, Phase } from '../../../server/classroom/model.ts'
import { announcement } from '../../src/console/announcements.ts'
import type { Moment } from '../../src/console/announcements.ts'

const lobby: Moment = { lesson: LessonPhase.live, no: -1, round: 0, phase: null, connected: true }
const open: Moment = { ...lobby, no: 0, phase: Phase.open }

t.test('what the lesson does is told once, the first view is not', async (t) => {
  t.equal(announcement(null, open), null)
  t.equal(announcement({ ...lobby, lesson: null }, lobby), null)
  t.equal(announcement({ ...lobby, lesson: LessonPhase.waiting }, lobby), 'opened')
  t.equal(announcement(lobby, open), 'asked')
  t.equal(announcement(open, { ...open, phase: Phase.closed }), 'closed')
  t.equal(announcement({ ...open, phase: Phase.closed }, { ...open, phase: Phase.revealed }), 'revealed')
  t.equal(announcement(open, { ...open, phase: Phase.skipped }), 'skipped')
  t.equal(announcement({ ...open, phase: Phase.closed }, { ...open, round: 1 }), 'asked', 'another round is another question to the ear')
  t.equal(announcement(open, { ...open, lesson: LessonPhase.ended, no: -1, phase: null }), 'ended')
  t.equal(announcement(open, open), null)
})

t.test('a connection that is back is told', async (t) => {
  t.equal(announcement({ ...open, connected: false }, open), 'reconnected')
  t.equal(announcement(open, { ...open, connected: false }), null)
})
