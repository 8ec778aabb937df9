import type { LessonPhase, OpenQuestion, Outcome, Phase, Question, Seat, Showing, Solution, Verdict, AnswerValue } from '../../server/classroom/model.ts'
import { Phase as QuestionPhase } from '../../server/classroom/model.ts'
import { Down } from '../../server/wire/messages.ts'
import type { AskedPart, BoardPart, KeptPart, LatesPart, Part, Person, PodiumPart, RevealPart } from '../../server/wire/messages.ts'

/** What this person may see of the lesson. Every field is replaced, never mutated, so that `===` tells a change. */
export interface View {
  lesson: { phase: LessonPhase, id: string, title: string, teacher: string, openedAt: number, locked: boolean, namesHidden: boolean } | null
  counts: { joined: number, here: number, teacherHere: boolean }
  /** The current question; null before the first one. Students hold no solution. */
  question: { no: number, index: number, total: number, body: OpenQuestion | Question } | null
  clock: { no: number, round: number, phase: Phase, openedAt: number, limit: number, closedAt: number, showing: Showing } | null
  progress: { no: number, round: number, answered: number } | null
  tally: { no: number, round: number, answered: number, counts: number[], top: Array<[text: string, n: number]> } | null
  reveal: { no: number, solution: Solution, explanation: string, rounds: RevealPart[4], moved: RevealPart[5] } | null
  board: BoardPart[1] | null
  kept: KeptPart[1]
  /** Whether the wall is covered; projectors and teachers are told. */
  blank: boolean
  /** The five best as a projector shows them; null while it does not. */
  podium: { rows: PodiumPart[1], of: number, percent: number } | null
  me: { index: number, name: string, factor: number, nickname: string } | null
  mine: { no: number, round: number, revision: number, value: AnswerValue | null, at: number, verdict: Verdict } | null
  score: { no: number, outcome: Outcome, points: number, total: number, rank: number, of: number, lower: boolean, streak: number } | null
  steering: { position: number, controller: number, controllerName: string, quizId: string, quizTitle: string, quizTotal: number, hand: Seat } | null
  asked: AskedPart[1]
  lates: { no: number, round: number, rows: LatesPart[3] } | null
  /** The roster by participant index; holes are pages that did not come yet. Teachers only. */
  people: ReadonlyArray<Person | undefined>
  /** Parts of picker, widgets and shared media by kind; read by tools/tool-parts.ts and media/media-parts.ts, which no first load needs. */
  tools: Readonly<Partial<Record<number, Part>>>
}

export const EMPTY: View = {
  lesson: null,
  counts: { joined: 0, here: 0, teacherHere: true },
  question: null,
  clock: null,
  progress: null,
  tally: null,
  reveal: null,
  board: null,
  kept: [],
  podium: null,
  blank: false,
  me: null,
  mine: null,
  score: null,
  steering: null,
  asked: [],
  lates: null,
  people: [],
  tools: {}
}

const TOOLS = new Set<number>([Down.draw, Down.widgets, Down.moods, Down.hands, Down.wall, Down.cloud, Down.drawn, Down.said, Down.draws, Down.pace, Down.queue, Down.whiteboard, Down.pen, Down.shown, Down.playback, Down.sharing, Down.ownMedia])

/** `view` with one part replaced. Applying a part twice is the same as once; an unknown kind (a newer server's) changes nothing. */
export function apply (view: View, part: Part): View {
  switch (part[0]) {
    case Down.lesson: {
      const [, phase, id, title, teacher, openedAt, locked, namesHidden] = part
      const people = view.lesson !== null && view.lesson.id !== id ? [] : view.people
      const tools = view.lesson !== null && view.lesson.id !== id ? {} : view.tools
      return { ...view, people, tools, lesson: { phase, id, title, teacher, openedAt, locked, namesHidden } }
    }
    case Down.counts:
      return { ...view, counts: { joined: part[1], here: part[2], teacherHere: part[3] } }
    case Down.question: {
      const [, no, index, total, body] = part
      return withoutOtherQuestions({ ...view, question: body === null ? null : { no, index, total, body } }, no)
    }
    case Down.clock: {
      const [, no, round, phase, openedAt, limit, closedAt, showing] = part
      return withoutOtherRounds({ ...view, clock: { no, round, phase, openedAt, limit, closedAt, showing } }, round, phase)
    }
    case Down.progress:
      return { ...view, progress: { no: part[1], round: part[2], answered: part[3] } }
    case Down.tally: {
      const [, no, round, answered, counts, top] = part
      return { ...view, tally: { no, round, answered, counts, top } }
    }
    case Down.reveal: {
      const [, no, solution, explanation, rounds, moved] = part
      return { ...view, reveal: { no, solution, explanation, rounds, moved } }
    }
    case Down.board:
      return { ...view, board: part[1] }
    case Down.kept:
      return { ...view, kept: part[1] }
    case Down.cover:
      return { ...view, blank: part[1] }
    case Down.podium:
      return { ...view, podium: { rows: part[1], of: part[2], percent: part[3] } }
    case Down.me:
    case Down.mine:
    case Down.score:
      return applyPersonal(view, part)
    default:
      return applyTeachers(view, part)
  }
}

/** The view that `parts` make from nothing. The roster comes in pages, and outlives a fresh view of the same lesson. */
export function fresh (parts: Part[], before: View): View {
  const view = parts.reduce(apply, EMPTY)
  const people = before.lesson?.id === view.lesson?.id ? before.people : []
  return { ...view, people: mergePeople(people, view.people.filter(row => row !== undefined)) }
}

/** Rows of the roster, each at its participant's index. */
export function mergePeople (people: View['people'], rows: Person[]): View['people'] {
  const merged = people.slice()
  for (const row of rows) merged[row[0]] = row
  return merged
}

function applyPersonal (view: View, part: Extract<Part, [typeof Down.me | typeof Down.mine | typeof Down.score, ...unknown[]]>): View {
  switch (part[0]) {
    case Down.me:
      return { ...view, me: { index: part[1], name: part[2], factor: part[3], nickname: part[4] } }
    case Down.mine: {
      const [, no, round, revision, value, at, verdict] = part
      return { ...view, mine: { no, round, revision, value, at, verdict } }
    }
    case Down.score: {
      const [, no, outcome, points, total, rank, of, lower, streak] = part
      return { ...view, score: { no, outcome, points, total, rank, of, lower, streak } }
    }
  }
}

function applyTeachers (view: View, part: Part): View {
  switch (part[0]) {
    case Down.steering: {
      const [, position, controller, controllerName, quizId, quizTitle, quizTotal, hand] = part
      return { ...view, steering: { position, controller, controllerName, quizId, quizTitle, quizTotal, hand } }
    }
    case Down.asked:
      return { ...view, asked: part[1] }
    case Down.lates:
      return { ...view, lates: { no: part[1], round: part[2], rows: part[3] } }
    case Down.people:
      return { ...view, people: mergePeople(view.people, part[1]) }
    default:
      return TOOLS.has(part[0]) ? { ...view, tools: { ...view.tools, [part[0]]: part } } : view
  }
}

/** Parts about an earlier question must not stand beside a new one; those of `no` may have come before it in the same batch. */
function withoutOtherQuestions (view: View, no: number): View {
  return {
    ...view,
    clock: ofQuestion(view.clock, no),
    progress: ofQuestion(view.progress, no),
    tally: ofQuestion(view.tally, no),
    reveal: ofQuestion(view.reveal, no),
    mine: ofQuestion(view.mine, no),
    lates: ofQuestion(view.lates, no)
  }
}

function withoutOtherRounds (view: View, round: number, phase: Phase): View {
  return {
    ...view,
    progress: inRound(view.progress, round),
    tally: inRound(view.tally, round),
    mine: inRound(view.mine, round),
    lates: inRound(view.lates, round),
    reveal: phase === QuestionPhase.revealed ? view.reveal : null
  }
}

function ofQuestion<T extends { no: number }> (part: T | null, no: number): T | null {
  return part !== null && part.no === no ? part : null
}

function inRound<T extends { round: number }> (part: T | null, round: number): T | null {
  return part !== null && part.round === round ? part : null
}
