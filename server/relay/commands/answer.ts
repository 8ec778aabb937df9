import { Kind } from '../../classroom/events.ts'
import { checkAnswer } from '../../classroom/rules.ts'
import { Verdict } from '../../classroom/model.ts'
import type { AnswerFrame } from '../../wire/messages.ts'
import type { Room } from '../room.ts'
import type { Session } from '../session.ts'

/**
 * A student answers. Only what can never become an answer is turned away here; everything that time
 * decides (late, changed, closed) goes through the log, and its verdict comes from the fold.
 */
export function answer (room: Room, session: Session, frame: AnswerFrame, now: number): void {
  const [, n, no, round, revision, value] = frame
  const lesson = room.state.lesson
  if (lesson === null || session.who < 0) {
    session.fail(n, 'not-joined')
    return
  }
  const verdict = checkAnswer(lesson, session.who, no, round, revision, value)
  if (verdict === Verdict.badAnswer || verdict === Verdict.unknownQuestion) {
    room.context.metrics.refused.inc({ reason: 'bad-answer' })
    session.fail(n, 'bad-answer', 0, verdict === Verdict.badAnswer ? 'the answer does not fit the question' : 'no such question or round')
    return
  }
  room.command(session, n, [Kind.answer, lesson.id, now, session.commandId(n), session.who, no, round, revision, value])
}
