import { Role, Seat } from '../classroom/model.ts'
import { REHEARSAL_CODE } from '../classroom/rehearsal.ts'
import type { Bearer, Ticket } from '../tokens.ts'
import { randomCode } from './codes.ts'
import { randomId } from './entry.ts'
import { WindowCounter } from './window-counter.ts'

/** How many simulated students come to a rehearsal. */
const REHEARSAL_STUDENTS = 30
/** A class code of so many letters is longer than any that is made for real, and shown nowhere. */
const CODE_LETTERS = 12
/** How many rehearsals and previews a teacher may start in a minute. */
const STARTS = 20
const MINUTE = 60_000

/** The tickets of a rehearsal: its teacher, a wall, a phone that the teacher looks at, and the simulated students. */
export interface RehearsalTickets {
  console: Ticket
  wall: Ticket
  phone: Ticket
  students: Ticket[]
}

/**
 * Rehearsals: a class that exists only in tickets, all of them synthetic, so that nothing of it is ever a result
 * (rule H11). The simulated students sit in the teacher's own browser and come in on the same way as real ones.
 */
export class Rehearsals {
  readonly #started = new WindowCounter(STARTS, MINUTE)

  /**
   * Tickets of a new rehearsal for a teacher.
   * @throws too-many
   */
  start ({ sub, name }: Bearer, title: string, language: 'ko' | 'en'): RehearsalTickets {
    this.#started.guard(sub)
    this.#started.count(sub)
    const base = { cls: `${REHEARSAL_CODE}${randomCode(CODE_LETTERS)}`, num: '', ver: true, fac: 1, lid: '', ttl: title, syn: true }
    const student = (name: string): Ticket => ({ ...base, sub: randomId(), name, role: Role.student, seat: Seat.student })
    const words = language === 'ko' ? '가상 학생' : 'Simulated student'
    return {
      // the bearer's own subject, so that the quizzes are the teacher's
      console: { ...base, sub, name, role: Role.teacher, seat: Seat.console },
      wall: { ...base, ver: false, sub: `wall-${randomId()}`, name: '', role: Role.student, seat: Seat.projector },
      phone: student(language === 'ko' ? '내 휴대폰' : 'My phone'),
      students: Array.from({ length: REHEARSAL_STUDENTS }, (_, index) => student(`${words} ${index + 1}`))
    }
  }
}
