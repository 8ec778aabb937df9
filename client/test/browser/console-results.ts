import type { Route } from 'playwright-core'
import { MediaKind, MediaStanding } from '../../../server/classroom/media.ts'
import { Outcome, Phase } from '../../../server/classroom/model.ts'
import { PickMode } from '../../../server/classroom/tool-model.ts'
import type { ApiError } from '../../../server/wire/api.ts'
import type { DeletionProof, ErasureProof, LessonExtras, LessonList, LessonResult, LessonSummary, QuestionResult, StudentPage, StudentResult, StudentSummary } from '../../../server/wire/results.ts'
import { NOW, QUESTIONS, people } from './console-lesson.ts'
import type { Texts } from './console-lesson.ts'

/** How the result routes behave on a page. */
export interface ResultRoutes {
  /** Whether there are any lessons. */
  empty: boolean
  /** What everything is refused with, or null; `never` answers nothing. */
  refusal: ApiError['error'] | 'never' | null
  /** How many students the lesson has. */
  students: number
}

const DAY = 86_400_000
const TEACHER = { ko: '김서연', en: 'Kim Seoyeon' }
const PICTURE = { ko: '자원 할당 그래프', en: 'Resource allocation graph' }
const WEEKS = { ko: ['7주차 교착 상태', '6주차 프로세스 동기화', '', '4주차 스케줄링'], en: ['Week 7, deadlocks', 'Week 6, synchronisation', '', 'Week 4, scheduling'] }

function summaries (texts: Texts, students: number): LessonSummary[] {
  return WEEKS[texts].map((title, i) => ({
    id: `L${i + 1}`, classCode: 'K7QM3P', title, teacher: TEACHER[texts], synthetic: false, openedAt: NOW - 77 * 60_000 - i * 7 * DAY, endedAt: i === 2 ? 0 : NOW - i * 7 * DAY, students: students - i * 3, questions: 9
  }))
}

function questionsOf (texts: Texts): QuestionResult[] {
  const right = [68, 81, 92, 74, 57, 79, 63, 44, 0]
  return QUESTIONS[texts].map((question, no) => {
    const answered = 401 - no * 2
    const round = { answered, right: Math.round(answered * (right[no] ?? 0) / 100), lateAccepted: no === 4 ? 3 : 0, middleMs: 5000 + no * 3000, counts: [48, 111, 163, 76], top: [['17', 240], ['27', 41]] as Array<[string, number]> }
    return { no, question, phase: Phase.revealed, rounds: no === 3 ? [{ ...round, right: 164 }, round] : [round] }
  })
}

function lessonOf (texts: Texts, students: number): LessonResult {
  const names = people(texts, 440).slice(410, 421).map(([, name]) => name)
  return {
    ...summaries(texts, students)[0]!, results: questionsOf(texts), present: students, meanSeconds: 71 * 60, absent: names, erased: 1, deletedAt: NOW + 180 * DAY, filesUntil: NOW + 7 * DAY, forgottenAt: NOW + 2 * DAY
  }
}

function studentsOf (texts: Texts, count: number): StudentSummary[] {
  return people(texts, count, count, true).slice(1).map(([who, name, number, , verified, , , , , total], i) =>
    ({ who, name, number, verified: verified && i !== 4, joinedAt: NOW - 4_600_000 + i * 700, seconds: i === 6 ? 0 : 4200 - (i * 37) % 2000, total, rank: i + 1, answered: 9 - i % 3, right: 7 - i % 5, removed: i === 9 }))
}

function studentOf (texts: Texts, who: number): StudentResult {
  const values = [1, 2, 1, 4, null, 17, texts === 'ko' ? '최근 최소 사용' : 'least recently used', 5, 2]
  const outcomes = [Outcome.right, Outcome.right, Outcome.right, Outcome.right, Outcome.missed, Outcome.right, Outcome.right, Outcome.wrong, Outcome.survey]
  return { ...studentsOf(texts, 20).find((each) => each.who === who)!, answers: values.map((value, i) => value === null ? null : { value, outcome: outcomes[i] ?? 0, points: outcomes[i] === Outcome.right ? 90 : 0 }) }
}

function extrasOf (texts: Texts): LessonExtras {
  return {
    draws: [{ no: 0, at: NOW - 3_000_000, mode: PickMode.people, pool: 396, groups: [[2, 999]], passed: [2] }, { no: 1, at: NOW - 2_000_000, mode: PickMode.groups, pool: 8, groups: [[1, 3, 4, 5], [6, 7, 8, 9]], passed: [] }],
    media: [
      { who: 0, by: TEACHER[texts], kind: MediaKind.image, name: texts === 'ko' ? '칠판 사진' : 'Photo of the board', alt: PICTURE[texts], url: '', at: NOW - 2_900_000, standing: MediaStanding.approved },
      { who: 0, by: TEACHER[texts], kind: MediaKind.document, name: '7.pdf', alt: '', url: '', at: NOW - 2_500_000, standing: MediaStanding.approved },
      { who: 3, by: '', kind: MediaKind.link, name: '', alt: '', url: 'https://hanbit.ac.kr/os/deadlock', at: NOW - 1_900_000, standing: MediaStanding.rejected }
    ]
  }
}

/** Answers a request of the result routes as the sidecar would. */
export async function answerResults (route: Route, texts: Texts, { empty, refusal, students }: ResultRoutes): Promise<void> {
  if (refusal === 'never') return
  if (refusal !== null) return await route.fulfill({ status: 503, json: { error: refusal, message: '' } satisfies ApiError })
  const { pathname, searchParams } = new URL(route.request().url())
  const [, part = '', who = ''] = pathname.replace('/api/results/lessons', '').split('/').slice(1)
  const reply = (json: LessonList | LessonResult | StudentPage | StudentResult | LessonExtras | ErasureProof | DeletionProof): Promise<void> => route.fulfill({ json })
  if (route.request().method() === 'DELETE') return await reply({ deletedAt: NOW, participants: 412, answers: 3511, media: 2, left: 0, forgottenAt: NOW + 2 * DAY })
  if (pathname.endsWith('/lessons')) return await reply({ lessons: empty || searchParams.get('synthetic') === '1' ? [] : summaries(texts, students), next: 1, keptDays: 180 })
  if (part === 'erase') return await reply({ erasedAt: NOW, lessons: 4, participants: 4, answers: 31, media: 1, left: 0, forgottenAt: NOW + 2 * DAY })
  if (part === 'extras') return await reply(extrasOf(texts))
  if (part === 'students' && who !== '') return await reply(studentOf(texts, Number(who)))
  if (part === 'students') {
    const after = Number(searchParams.get('after') ?? -1)
    const all = studentsOf(texts, students).filter((each) => each.who > after)
    return await reply({ students: all.slice(0, 1000), next: all.length > 1000 ? all[999]!.who : -1 })
  }
  return await reply(lessonOf(texts, students))
}
