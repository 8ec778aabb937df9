import { Kind } from '../../classroom/events.ts'
import type { SocketEvent } from '../../classroom/events.ts'
import { Seat } from '../../classroom/model.ts'
import type { Lesson } from '../../classroom/live-lesson.ts'
import { cleanNickname, isNickname } from '../../classroom/nickname.ts'
import { validQuestion } from '../../classroom/rules.ts'
import type { SteerFrame, Step } from '../../wire/messages.ts'
import type { Room } from '../room.ts'
import type { Session } from '../session.ts'

/** A teacher moves the lesson. Whether the step is allowed now is the fold's to say; whether it makes sense at all is said here. */
export function steer (room: Room, session: Session, frame: SteerFrame, now: number): void {
  const [, n, basedOn, step] = frame
  if (!session.isTeacher) {
    room.forbid(session, frame)
    return
  }
  if (step[0] === 'ask') {
    const problem = validQuestion(step[4])
    if (problem !== null) {
      session.fail(n, 'bad-question', 0, problem)
      return
    }
  }
  const id = session.commandId(n)
  if (step[0] === 'open') {
    const { sub, name, syn } = session.ticket
    room.command(session, n, [Kind.open, room.context.newLesson(), now, id, sub, name, step[1], syn])
    return
  }
  const lesson = room.state.lesson
  if (lesson === null || session.who < 0) {
    session.fail(n, 'not-joined')
    return
  }
  if (STEERING.has(step[0]) && session.who === lesson.controller && session.ticket.seat !== lesson.hand) {
    session.fail(n, 'forbidden', 0, 'another device of this teacher controls')
    return
  }
  const problem = step[0] === 'nickname' ? nicknameProblem(lesson, step) : null
  if (problem !== null) {
    session.fail(n, 'bad-nickname', 0, problem)
    return
  }
  room.command(session, n, eventOf(session, step, lesson.id, now, id, basedOn))
}

/** What only the device that controls may do (rule Q13); the fold sees to it that one teacher controls. */
const STEERING = new Set<Step[0]>(['end', 'ask', 'extend', 'close', 'reveal', 'again', 'skip', 'show', 'quiz'])

/** Why somebody may not be called so (rule Q15); null where he may. */
function nicknameProblem ({ people }: Lesson, [, target, text]: Extract<Step, ['nickname', ...unknown[]]>): string | null {
  const nickname = cleanNickname(text)
  if (nickname === '') return null
  if (!isNickname(nickname)) return 'letters, digits and blanks, at most 24 characters, letters of one script'
  return people.isNicknameOfAnother(nickname, target) ? 'looks like that of another' : null
}

function eventOf ({ who: by, ticket: { seat } }: Session, step: Exclude<Step, ['open', string]>, lesson: string, at: number, id: number, basedOn: number): SocketEvent {
  switch (step[0]) {
    case 'end': return [Kind.end, lesson, at, id, by, basedOn]
    case 'ask': return [Kind.ask, lesson, at, id, by, basedOn, step[1], step[2], step[3], step[4]]
    case 'extend': return [Kind.extend, lesson, at, id, by, basedOn, step[1], step[2]]
    case 'close': return [Kind.close, lesson, at, id, by, basedOn, step[1], step[2]]
    case 'reveal': return [Kind.reveal, lesson, at, id, by, basedOn, step[1]]
    case 'again': return [Kind.again, lesson, at, id, by, basedOn, step[1]]
    case 'skip': return [Kind.skip, lesson, at, id, by, basedOn, step[1]]
    case 'show': return [Kind.show, lesson, at, id, by, basedOn, step[1]]
    case 'accept': return [Kind.accept, lesson, at, id, by, step[1], step[2], step[3]]
    case 'set': return [Kind.set, lesson, at, id, by, step[1], step[2]]
    case 'factor': return [Kind.factor, lesson, at, id, by, step[1], step[2]]
    case 'remove': return [Kind.remove, lesson, at, id, by, step[1], step[2]]
    case 'take': return seat === Seat.remote ? [Kind.hold, lesson, at, id, by, seat] : [Kind.take, lesson, at, id, by]
    case 'hold': return [Kind.hold, lesson, at, id, by, step[1]]
    case 'nickname': return [Kind.nickname, lesson, at, id, by, step[1], cleanNickname(step[2])]
    case 'excuse': return [Kind.excuse, lesson, at, id, by, step[1], step[2]]
    case 'quiz': return [Kind.quiz, lesson, at, id, by, step[1], step[2], step[3]]
  }
}
