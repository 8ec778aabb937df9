import type { AskedQuestion, Round } from './asked-question.ts'
import { Kept } from './answers.ts'
import type { ClassroomState } from './lesson.ts'
import type { Lesson } from './live-lesson.ts'
import { LessonPhase, Outcome, Phase, Showing, Standing, Verdict } from './model.ts'
import type { AnswerValue, Audience, OpenQuestion, Question, Role, Seat, Solution } from './model.ts'
import type { PresenceState } from './presence.ts'
import { bestOf, isRanking, rankBefore, rankOf, streakOf } from './ranking.ts'
import { deadlineOf } from './rules.ts'

/**
 * What each audience and person may see. Every function gives one part of a view as the wire has it
 * (server/wire/messages.ts) without the leading kind, or null where there is nothing for that audience.
 * Until the reveal nothing here reads a solution, the distribution, others' answers or others' names for
 * students or projectors, but what the teacher opened (`live`, the leaderboard).
 */

const BOARD_ROWS = { students: 10, projectors: 10, teachers: 50 }
/** Answers in words: a phone's view must stay small, a teacher reads more of them. */
const TOP_ROWS = { students: 5, projectors: 10, teachers: 20 }
const LATE_ROWS = 100
const ASKED_TITLE = 80

export type Top = Array<[text: string, n: number]>
interface RoundResult { answered: number, right: number, counts: number[], top: Top }

/** Where the lesson stands; of one that ended, until the next opens. */
export function lessonPart ({ lesson, ended }: ClassroomState): [LessonPhase, string, string, string, number, boolean, boolean] {
  if (lesson !== null) return [LessonPhase.live, lesson.id, lesson.title, lesson.teacher, lesson.openedAt, lesson.locked, lesson.namesHidden]
  if (ended !== null) return [LessonPhase.ended, ended.lesson, ended.title, ended.teacher, ended.openedAt, false, true]
  return [LessonPhase.waiting, '', '', '', 0, false, true]
}

/** Students who joined, students here at `now`, and whether the controlling teacher is here. */
export function countsPart ({ lesson }: ClassroomState, presence: PresenceState, now: number): [number, number, boolean] {
  const teacherHere = lesson !== null && presence.isHere(lesson.keyOf(lesson.controller), now)
  return [lesson?.people.joined ?? 0, presence.here(now), teacherHere]
}

export function questionPart ({ current }: Lesson, audience: Audience): [number, number, number, OpenQuestion | Question | null] {
  if (current === null) return [-1, -1, 0, null]
  const { no, index, total, question } = current
  return [no, index, total, audience === 'teachers' ? question : openQuestion(question)]
}

// Names what goes out, so that a field added later stays in until it is named here.
function openQuestion ({ type, text, choices, seconds, points, speed, change, shuffle, live, unit }: Question): OpenQuestion {
  return { type, text, choices, seconds, points, speed, change, shuffle, live, ...(unit === undefined ? {} : { unit }) }
}

export function clockPart ({ current, showing }: Lesson): [number, number, Phase, number, number, number, Showing] | null {
  if (current === null) return null
  const { answers, limit, closedAt } = current.last
  return [current.no, current.round, current.phase, answers.openedAt, limit, closedAt, showing]
}

export function progressPart ({ current }: Lesson): [number, number, number] | null {
  return current === null ? null : [current.no, current.round, current.last.answers.answered]
}

/** Teachers always see how the answers are spread; others only of a question that is shown live. */
export function tallyPart ({ current }: Lesson, audience: Audience): [number, number, number, number[], Top] | null {
  if (current === null || (audience !== 'teachers' && !current.question.live)) return null
  const { answered, counts, top } = resultOf(current.last, audience)
  return [current.no, current.round, answered, counts, top]
}

/** Null before the reveal, to everyone. */
export function revealPart (lesson: Lesson, audience: Audience): [number, Solution, string, RoundResult[], [number, number, number, number] | null] | null {
  const { current } = lesson
  if (current === null || current.phase !== Phase.revealed) return null
  const { no, question, rounds } = current
  const results = rounds.map((round) => resultOf(round, audience))
  return [no, question.solution, question.explanation, results, audience === 'teachers' ? movedOf(lesson, current) : null]
}

function resultOf ({ answers }: Round, audience: Audience): RoundResult {
  const { answered, right, counts } = answers
  return { answered, right, counts: [...counts], top: answers.top(TOP_ROWS[audience]) }
}

/** Who changed between the last two rounds: wrong → right, right → wrong, kept right, kept wrong. */
function movedOf ({ people }: Lesson, { rounds, isSurvey }: AskedQuestion): [number, number, number, number] | null {
  const before = rounds[rounds.length - 2]?.answers
  const after = rounds[rounds.length - 1]?.answers
  if (before === undefined || after === undefined || isSurvey) return null
  const moved: [number, number, number, number] = [0, 0, 0, 0]
  for (let who = 0; who < people.size; who++) {
    if (people.isRemoved(who) || !before.counting(who) || !after.counting(who)) continue
    const right = after.isRight(who)
    if (before.isRight(who) === right) moved[right ? 2 : 3]++
    else moved[right ? 0 : 1]++
  }
  return moved
}

/** What everyone may call `who`: the nickname, unless the teacher shows names and gave this one no other (rule Q14). */
export function shownName ({ people, namesHidden }: Lesson, who: number): string {
  return namesHidden || people.hasGivenNickname(who) ? people.nicknameOf(who) : people.nameOf(who)
}

export type BoardRow = [rank: number, name: string, score: number, gained: number, nickname?: string, before?: number, streak?: number]

/**
 * The best: to teachers always and by name, with the nickname that others may see, the rank before this
 * question (0 is none) and the streak; to others while the teacher shows it, by nickname where names are hidden.
 */
export function boardPart (lesson: Lesson, audience: Audience): [BoardRow[]] | null {
  const teachers = audience === 'teachers'
  const { people, current, showing } = lesson
  if (current === null || !isRanking(lesson) || (!teachers && showing !== Showing.leaderboard)) return null
  const before = teachers ? rankBefore(lesson, current) : null
  return [bestOf(lesson, BOARD_ROWS[audience]).map((who): BoardRow => {
    const name = teachers ? people.nameOf(who) : shownName(lesson, who)
    const row = [rankOf(lesson, who), name, people.totalOf(who), current.pointsOf(who)] as const
    return teachers ? [...row, people.nicknameOf(who), before?.(who) ?? 0, streakOf(lesson, who)] : [...row]
  })]
}

export function keptPart ({ kept }: Lesson): [Array<[name: string, payload: Uint8Array]>] {
  return [[...kept]]
}

/** For teachers: where the next steering command is based, who controls and with which device, and the quiz. */
export function steeringPart ({ steered, controller, hand, people, quiz }: Lesson): [number, number, string, string, string, number, Seat] {
  return [steered, controller, people.nameOf(controller), quiz.id, quiz.title, quiz.total, hand]
}

/** For teachers: the questions asked so far; `right` in percent of the answers, -1 before the reveal and for surveys. */
export function askedPart ({ questions }: Lesson): [Array<[no: number, index: number, quizId: string, title: string, phase: Phase, rounds: number, right: number]>] {
  return [questions.map((asked) => {
    const { answered, right } = asked.last.answers
    const percent = asked.phase === Phase.revealed && !asked.isSurvey && answered > 0 ? Math.round(100 * right / answered) : -1
    return [asked.no, asked.index, asked.quizId, titleOf(asked.question), asked.phase, asked.rounds.length, percent]
  })]
}

/** The beginning of a question; no character is cut in two. */
function titleOf ({ text }: Question): string {
  return Array.from(text.slice(0, 2 * ASKED_TITLE)).slice(0, ASKED_TITLE).join('')
}

export type LateRow = [index: number, name: string, late: number, accepted: boolean, value: AnswerValue]

/** For teachers: late answers of the current round, the first 100 by index; `late` in ms after the person's deadline or the close. */
export function latesPart ({ current, people }: Lesson): [number, number, LateRow[]] | null {
  if (current === null) return null
  const { answers, closedAt } = current.last
  const rows: LateRow[] = []
  for (let who = 0; who < people.size && rows.length < LATE_ROWS; who++) {
    const given = answers.given(who)
    if (given === null || given.kept === Kept.counts || people.isRemoved(who)) continue
    const due = Math.min(deadlineOf(current.last, people.factorOf(who)), closedAt === 0 ? Infinity : closedAt)
    rows.push([who, people.nameOf(who), Math.max(0, given.at - due), given.kept === Kept.acceptedLate, given.value])
  }
  return [current.no, current.round, rows]
}

/** Who `who` is; -1 is somebody who did not join. */
export function mePart ({ people }: Lesson, who: number): [number, string, number, string] {
  return people.has(who) ? [who, people.nameOf(who), people.factorOf(who), people.nicknameOf(who)] : [-1, '', 1, '']
}

/** The own answer to the current round; null while there is no question. */
export function minePart ({ current }: Lesson, who: number): [number, number, number, AnswerValue | null, number, Verdict] | null {
  if (current === null) return null
  const given = current.last.answers.given(who)
  if (given === null) return [current.no, current.round, 0, null, 0, Verdict.accepted]
  const verdict = given.kept === Kept.late ? Verdict.late : Verdict.accepted
  return [current.no, current.round, given.revision, given.value, given.at, verdict]
}

export type Score = [no: number, outcome: Outcome, points: number, total: number, rank: number, of: number, lower: boolean, streak: number]

/** How a student did; null before the reveal and for teachers. */
export function scorePart (lesson: Lesson, who: number): Score | null {
  const { current, people } = lesson
  if (current === null || current.phase !== Phase.revealed || !people.isRanked(who)) return null
  const rank = rankOf(lesson, who)
  return [current.no, current.outcomeOf(who), current.pointsOf(who), people.totalOf(who), rank, people.ranked, isLower(rank, people.ranked), streakOf(lesson, who)]
}

/** Where a student of the lesson that ended stood; null for anyone else. */
export function finalScorePart ({ ended }: ClassroomState, key: string): Score | null {
  const score = ended?.scores.get(key)
  if (ended === null || score === undefined) return null
  return [-1, Outcome.none, 0, score.total, score.rank, ended.of, isLower(score.rank, ended.of), 0]
}

/** Whether a rank is in the lower half of the class. */
function isLower (rank: number, of: number): boolean {
  return rank > Math.ceil(of / 2)
}

/** A row of the roster. `answered` speaks of the current round, `gained` of its points: -1 before the reveal and for surveys. A teacher has no nickname. */
export function person (lesson: Lesson, who: number, presence: PresenceState, now: number): [number, string, string, Role, boolean, number, Standing, boolean, number, number, number, string, boolean] {
  const { people, current } = lesson
  const answered = current?.last.answers.counting(who) ?? false
  return [who, people.nameOf(who), people.numberOf(who), people.roleOf(who), people.isVerified(who), people.joinedAt(who),
    standingOf(lesson, who, presence, now), answered, people.factorOf(who), people.totalOf(who), gainedOf(current, who), people.isTeacher(who) ? '' : people.nicknameOf(who), people.isExcused(who)]
}

function gainedOf (current: AskedQuestion | null, who: number): number {
  return current === null || current.scored === null || current.isSurvey ? -1 : current.pointsOf(who)
}

function standingOf ({ people }: Lesson, who: number, presence: PresenceState, now: number): Standing {
  if (people.isRemoved(who)) return Standing.removed
  const standing = presence.standing(people.keyOf(who), now)
  return standing === Standing.away && people.hasLeft(who) ? Standing.left : standing
}
