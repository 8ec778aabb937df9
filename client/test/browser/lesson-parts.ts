import { LessonPhase, Outcome, Phase, Showing, Verdict } from '../../../server/classroom/model.ts'
import type { OpenQuestion, Solution } from '../../../server/classroom/model.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { ClockPart, Part, RevealPart, ScorePart } from '../../../server/wire/messages.ts'

/** Parts of a student's view of one lesson, in Korean or English, after the drawings. */
export type Texts = 'ko' | 'en'

/** When the lesson's clock stands in these views: 14:03:09 of a day, in the browser's own time zone. */
export const NOW = new Date(2026, 10, 23, 14, 3, 9).getTime()

const TITLE = { ko: '운영체제 2분반', en: 'Operating Systems, section 2' }
const TEACHER = { ko: '김서연', en: 'Kim Seoyeon' }
const NAME = { ko: '박하늘', en: 'Park Haneul' }

export function lesson (texts: Texts, phase: LessonPhase = LessonPhase.live): Part[] {
  return [
    [Down.lesson, phase, 'L1', TITLE[texts], TEACHER[texts], NOW - 600_000, false, true],
    [Down.counts, 401, 398, true],
    [Down.me, 4, NAME[texts], 1, '고요한 수달']
  ]
}

export const QUESTIONS: Record<Texts, OpenQuestion> = {
  ko: choices('교착 상태(deadlock)가 일어나기 위한 필요조건이 아닌 것은?', ['상호 배제', '점유 대기', '선점 가능', '순환 대기']),
  en: choices('Which of these is not a necessary condition for a deadlock?', ['Mutual exclusion', 'Hold and wait', 'Preemption allowed', 'Circular wait'])
}

export function choices (text: string, of: string[]): OpenQuestion {
  return { type: 'single', text, choices: of, seconds: 30, points: 100, speed: true, change: true, shuffle: false, live: false }
}

/** An open question with `left` ms of its 30 s. */
export function asked (question: OpenQuestion, left = 18_000, index = 3): Part[] {
  return [
    [Down.question, index, index, 10, question],
    clock(Phase.open, { openedAt: NOW - (30_000 - left), limit: question.seconds * 1000, no: index }),
    [Down.progress, index, 0, 186]
  ]
}

interface ClockOptions { no?: number, round?: number, openedAt?: number, limit?: number, closedAt?: number, showing?: Showing }

export function clock (phase: Phase, { no = 3, round = 0, openedAt = NOW - 12_000, limit = 30_000, closedAt, showing = Showing.question }: ClockOptions = {}): ClockPart {
  return [Down.clock, no, round, phase, openedAt, limit, closedAt ?? (phase === Phase.open ? 0 : NOW - 2000), showing]
}

export function mine (value: number | string | null, verdict: Verdict = Verdict.accepted, at = NOW - 2000): Part {
  return [Down.mine, 3, 0, value === null ? 0 : 1, value, at, verdict]
}

const WHY = {
  ko: '필요조건은 상호 배제, 점유 대기, 비선점, 순환 대기입니다. 자원을 빼앗을 수 있으면(선점) 교착 상태가 풀립니다.',
  en: 'The conditions are mutual exclusion, hold and wait, no preemption, circular wait. If a resource can be taken away, the deadlock dissolves.'
}

export function revealed (texts: Texts, solution: Solution, round: Partial<RevealPart[4][number]> = {}): Part[] {
  return [
    clock(Phase.revealed),
    [Down.reveal, 3, solution, WHY[texts], [{ answered: 400, right: 164, counts: [48, 112, 164, 76], top: [], ...round }], null]
  ]
}

export function score (outcome: Outcome, points: number, lower = false): ScorePart {
  return [Down.score, 3, outcome, points, lower ? 220 : 320, lower ? 242 : 38, 401, lower, outcome === Outcome.right ? 3 : 0]
}
