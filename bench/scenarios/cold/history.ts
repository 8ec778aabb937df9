import { Kind } from '../../../server/classroom/events.ts'
import type { SocketEvent } from '../../../server/classroom/events.ts'
import { Media } from '../../../server/classroom/media-events.ts'
import type { MediaEvent } from '../../../server/classroom/media-events.ts'
import { Role } from '../../../server/classroom/model.ts'
import { encodePoints } from '../../../server/classroom/ink.ts'
import { Draw, SHEET } from '../../../server/classroom/whiteboard-model.ts'
import { quizQuestion } from '../../questions.ts'

const STUDENTS = 24
const QUESTIONS = 6
const SECONDS = 30
const DEVICE = 2 ** 32
/** Colour and width of the strokes, and their pieces. */
const [COLOUR, WIDTH, PIECES, PIECE_POINTS] = [0, 24, 8, 12]

/** A lesson that began at `openedAt` (ms) as its relay would have written it: all come, and answer six questions. About 200 events. */
export function * quizEvents (lesson: string, openedAt: number): Generator<SocketEvent> {
  let at = openedAt
  let id = DEVICE
  yield [Kind.open, lesson, at, ++id, 'teacher', 'Teacher', 'Lecture', true]
  yield [Kind.join, lesson, at, ++id, 'teacher', 'Teacher', '', Role.teacher, true, 1, '']
  for (let who = 1; who <= STUDENTS; who++) yield [Kind.join, lesson, at, (1 + who) * DEVICE + 1, `student-${who}`, `Student ${who}`, '', Role.student, true, 1, '']
  for (let no = 0; no < QUESTIONS; no++) {
    at += SECONDS * 1000
    yield [Kind.ask, lesson, at, ++id, 0, Number.MAX_SAFE_INTEGER, no, QUESTIONS, 'quiz', quizQuestion(no, 0)]
    for (let who = 1; who <= STUDENTS; who++) yield [Kind.answer, lesson, at + 500 * who, (1 + who) * DEVICE + 2 + no, who, no, 0, 1, 1 << who % 4]
    at += SECONDS * 1000
    yield [Kind.close, lesson, at, ++id, 0, Number.MAX_SAFE_INTEGER, no, 0]
    yield [Kind.reveal, lesson, at, ++id, 0, Number.MAX_SAFE_INTEGER, no]
  }
}

/** Ink of the same lesson: `count` records, each a piece of one of the teacher's strokes. */
export function * inkEvents (lesson: string, openedAt: number, count: number): Generator<MediaEvent> {
  let stroke = 0
  for (let n = 0; n < count; n++) {
    const no = n % PIECES
    const id = 2 * DEVICE + n + 1
    if (no === 0) stroke = id
    const points = Array.from({ length: PIECE_POINTS }, (_, i) => ({ x: (n * 37 + i * 9) % SHEET.width, y: (n * 53 + i * 7) % SHEET.height, pressure: 128 }))
    yield [Media.board, lesson, openedAt, openedAt + 100 * n, [[id, 0, true, [Draw.ink, 0, stroke, no, COLOUR, WIDTH, encodePoints(points)]]]]
  }
}
