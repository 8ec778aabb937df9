import type { Insertable } from 'kysely'
import { Kept } from '../classroom/answers.ts'
import type { Answers } from '../classroom/answers.ts'
import type { AskedQuestion, Round } from '../classroom/asked-question.ts'
import { Outcome, Phase } from '../classroom/model.ts'
import { rankOf } from '../classroom/ranking.ts'
import { Draw } from '../classroom/whiteboard-model.ts'
import { isGone, itemRow } from '../classroom/whiteboard-views.ts'
import type { Tables } from '../database/schema.ts'
import { encode } from '../wire/codec.ts'
import type { RecordedLesson } from './recorded-lesson.ts'

type Row<T extends keyof Tables> = Insertable<Tables[T]>

/** What is to be written of a lesson. */
export interface LessonRows {
  lessons: Row<'lessons'>
  participants: Array<Row<'participants'>>
  questions: Array<Row<'questions'>>
  rounds: Array<Row<'rounds'>>
  answers: Array<Row<'answers'>>
  draws: Array<Row<'draws'>>
  /** All that there are, so that what was removed goes; null where nothing changed. */
  shared_media: Array<Row<'shared_media'>> | null
  /** What stands on the board when the lesson is over. */
  board_items: Array<Row<'board_items'>>
}

/** The most frequent answers in words that are kept of a round. */
const TOP = 20

/**
 * The rows of everything that changed. `now` (ms) is how far the attendance of a lesson that lasts is known, `mediaKnown`
 * how far what it shared is. One that ended is said to have once it is `whole`: nothing of it is still to be read.
 */
export function rowsOf (recorded: RecordedLesson, now: number, mediaKnown: number, whole: boolean): LessonRows {
  const { lesson, changes, classCode, endedAt, events, shown } = recorded
  const { id, title, teacher, synthetic, openedAt, questions } = lesson
  const asked = [...changes.questions].flatMap((no) => questions[no] ?? [])
  return {
    lessons: { id, class_code: classCode, title, teacher, synthetic: synthetic ? 1 : 0, opened_at: openedAt, ended_at: whole ? endedAt : 0, events, media_known_at: mediaKnown, sheets: whole ? shown?.board.sheets.length ?? 1 : 0 },
    participants: [...chosen(changes.people, lesson.size)].map((who) => person(recorded, who, now)),
    questions: asked.map((question) => questionRow(id, question)),
    rounds: asked.flatMap((question) => question.rounds.map((round, n) => roundRow(recorded, question, round, n))),
    answers: [...changes.answers.values()].flatMap(({ no, round, people }) => answerRows(recorded, no, round, people)),
    draws: changes.draws ? drawRows(recorded) : [],
    shared_media: changes.media ? mediaRows(recorded) : null,
    board_items: whole ? boardRows(recorded) : []
  }
}

function chosen (people: Set<number> | 'all', size: number): Iterable<number> {
  return people === 'all' ? Array(size).keys() : people
}

function person ({ lesson, attendance, endedAt }: RecordedLesson, who: number, now: number): Row<'participants'> {
  const { people, questions, openedAt } = lesson
  const key = people.keyOf(who)
  return {
    lesson: lesson.id,
    who,
    key,
    name: people.nameOf(who),
    student_number: people.numberOf(who),
    role: people.roleOf(who),
    verified: people.isVerified(who) ? 1 : 0,
    joined_at: people.joinedAt(who),
    seconds: attendance.seconds(key, openedAt, endedAt || now),
    total: people.totalOf(who),
    rank: rankOf(lesson, who),
    answered: questions.filter(({ phase, last }) => phase !== Phase.skipped && last.answers.counting(who)).length,
    correct: questions.filter((asked) => asked.outcomeOf(who) === Outcome.right).length,
    removed: people.isRemoved(who) ? 1 : 0,
    gone: people.hasLeft(who) ? 1 : 0
  }
}

function questionRow (lesson: string, { no, index, total, quizId, question, phase, rounds }: AskedQuestion): Row<'questions'> {
  return { lesson, no, place: index, total, quiz_id: quizId, question: JSON.stringify(question), phase, rounds: rounds.length }
}

function roundRow ({ lesson }: RecordedLesson, { no, isSurvey }: AskedQuestion, { answers, closedAt }: Round, round: number): Row<'rounds'> {
  const times: number[] = []
  let late = 0
  for (let who = 0; who < lesson.size; who++) {
    if (!answers.counting(who) || lesson.people.isRemoved(who)) continue
    if (answers.keptOf(who) === Kept.acceptedLate) late++
    times.push((answers.given(who)?.at ?? answers.openedAt) - answers.openedAt)
  }
  return {
    lesson: lesson.id,
    no,
    round,
    opened_at: answers.openedAt,
    closed_at: closedAt,
    answered: answers.answered,
    correct: isSurvey ? 0 : answers.right,
    late_accepted: late,
    middle_ms: median(times),
    counts: JSON.stringify(answers.counts),
    top: JSON.stringify(answers.top(TOP))
  }
}

function median (times: number[]): number {
  const sorted = Float64Array.from(times).sort()
  return sorted[sorted.length >> 1] ?? 0
}

function answerRows ({ lesson }: RecordedLesson, no: number, round: number, people: Set<number> | 'all'): Array<Row<'answers'>> {
  const asked = lesson.questions[no]
  const answers = asked?.rounds[round]?.answers
  if (asked === undefined || answers === undefined) return []
  const rows: Array<Row<'answers'>> = []
  for (const who of chosen(people, lesson.size)) {
    const given = answers.given(who)
    if (given === null) continue
    const scored = round === asked.round
    rows.push({
      lesson: lesson.id,
      no,
      round,
      who,
      value: JSON.stringify(given.value),
      received_at: given.at,
      kept: given.kept,
      outcome: scored ? asked.outcomeOf(who) : outcomeOfFormer(answers, asked, who),
      points: scored ? asked.pointsOf(who) : 0
    })
  }
  return rows
}

/** A round that another one followed gave no points, but the teacher still wants to know who had it right. */
function outcomeOfFormer (answers: Answers, { isSurvey }: AskedQuestion, who: number): Outcome {
  if (!answers.counting(who)) return Outcome.late
  if (isSurvey) return Outcome.survey
  return answers.isRight(who) ? Outcome.right : Outcome.wrong
}

function drawRows ({ lesson }: RecordedLesson): Array<Row<'draws'>> {
  return lesson.tools.picker.draws.map(({ at, mode, pool, groups, passed }, no) =>
    ({ lesson: lesson.id, no, at, mode, pool, groups: JSON.stringify(groups), passed: JSON.stringify(passed) }))
}

function mediaRows ({ lesson, shown }: RecordedLesson): Array<Row<'shared_media'>> {
  return (shown?.shared.list ?? []).map(({ row: [id, kind, , , , , alt, name, url], by, at, standing }) => ({ lesson: lesson.id, id, who: by, kind, name, alt, url, at, standing }))
}

/** The words of a picture are those of what was shared: they must go where that goes. */
function boardRows ({ lesson, shown }: RecordedLesson): Array<Row<'board_items'>> {
  return (shown?.board.sheets ?? []).flatMap(({ items }) => items).flatMap((item) => {
    const row = item.visible ? itemRow(item, -1, 0, Infinity)?.row : undefined
    if (row === undefined) return []
    if (!isGone(row) && row[4] === Draw.image) row[10] = ''
    return [{ lesson: lesson.id, sheet: item.sheet, z: item.z, who: item.name[0], item: Buffer.from(encode(row)).toString('base64') }]
  })
}
