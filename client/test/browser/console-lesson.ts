import { LessonPhase, Phase, Seat, Showing, Standing } from '../../../server/classroom/model.ts'
import type { Question } from '../../../server/classroom/model.ts'
import { nicknameOf } from '../../../server/classroom/nickname.ts'
import type { ImportReply, Quiz, QuizSummary } from '../../../server/wire/api.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { BoardPart, AskedPart, ClockPart, Part, Person, RevealPart } from '../../../server/wire/messages.ts'

/** One lesson as its teacher sees it, after the drawings, in Korean or English. */
export type Texts = 'ko' | 'en'

/** When the lesson's clock stands in these views, in the browser's own time zone. */
export const NOW = new Date(2026, 10, 23, 14, 3, 9).getTime()

export const TITLE = { ko: '운영체제 2분반', en: 'Operating Systems, section 2' }
const TEACHER = { ko: '김서연', en: 'Kim Seoyeon' }
const OTHER = { ko: '이준호', en: 'Junho Lee' }

const base: Question = { type: 'single', text: '', choices: [], solution: null, explanation: '', seconds: 30, points: 100, speed: true, change: true, shuffle: false, live: false }
const single = (text: string, choices: string[], right: number): Question => ({ ...base, text, choices, solution: { mask: 1 << right } })

export const QUESTIONS: Record<Texts, Question[]> = {
  ko: [
    single('문맥 교환이 일어나는 때', ['시스템 호출', '함수 호출', '조건문', '덧셈'], 0),
    single('선점형 스케줄링은?', ['FCFS', '라운드 로빈', 'SJF', '우선순위 (비선점)'], 1),
    { ...base, type: 'truefalse', text: '참/거짓: 스레드는 주소 공간을 나눈다', solution: { mask: 1 } },
    { ...single('교착 상태(deadlock)가 일어나기 위한 필요조건이 아닌 것은?', ['상호 배제', '점유 대기', '선점 가능', '순환 대기'], 2), explanation: '자원을 빼앗을 수 있으면 교착 상태가 풀립니다.' },
    single('은행원 알고리즘의 안전 상태', ['있다', '없다'], 0),
    { ...base, type: 'numeric', text: 'FCFS 평균 대기 시간', solution: { value: 17, tolerance: 0.5 }, seconds: 60, unit: 'ms' },
    { ...base, type: 'text', text: 'LRU의 우리말 이름', solution: { accepted: ['최근 최소 사용', '최저 사용 빈도'] }, seconds: 60 },
    { ...single('페이지 부재를 줄이는 방법 모두', ['메모리 늘리기', '지역성 높이기', '디스크 늘리기'], 0), type: 'several', solution: { mask: 3 } },
    { ...base, type: 'survey', text: '오늘 수업은 얼마나 이해했나요?', choices: ['거의 다', '반쯤', '조금', '거의 못'], points: 0, speed: false, live: true }
  ],
  en: [
    single('When does a context switch happen?', ['System call', 'Function call', 'Branch', 'Addition'], 0),
    single('Which of these is preemptive?', ['FCFS', 'Round robin', 'SJF', 'Priority'], 1),
    { ...base, type: 'truefalse', text: 'True or false: threads share memory', solution: { mask: 1 } },
    { ...single('Which of these is not a necessary condition for a deadlock?', ['Mutual exclusion', 'Hold and wait', 'Preemption allowed', 'Circular wait'], 2), explanation: 'If a resource can be taken away, the deadlock dissolves.' },
    single('Safe state in the banker’s algorithm', ['Yes', 'No'], 0),
    { ...base, type: 'numeric', text: 'FCFS average waiting time', solution: { value: 17, tolerance: 0.5 }, seconds: 60, unit: 'ms' },
    { ...base, type: 'text', text: 'Name the replacement policy', solution: { accepted: ['LRU', 'least recently used'] }, seconds: 60 },
    { ...single('Ways to reduce page faults', ['More memory', 'Better locality', 'More disk'], 0), type: 'several', solution: { mask: 3 } },
    { ...base, type: 'survey', text: 'How much did you follow today?', choices: ['Nearly all', 'Half', 'A little', 'Hardly anything'], points: 0, speed: false, live: true }
  ]
}

const QUIZ_TITLE = { ko: '7주차 교착 상태', en: 'Week 7: deadlock' }

export function quiz (texts: Texts): Quiz {
  return { id: 'w7', title: QUIZ_TITLE[texts], questions: QUESTIONS[texts], updatedAt: NOW - 3_600_000 }
}

export function summaries (texts: Texts): QuizSummary[] {
  const more = { ko: ['6주차 동기화', '5주차 스케줄링'], en: ['Week 6: synchronisation', 'Week 5: scheduling'] }[texts]
  return [
    { id: 'w7', title: QUIZ_TITLE[texts], questions: QUESTIONS[texts].length, updatedAt: NOW - 3_600_000 },
    ...more.map((title, i) => ({ id: `w${6 - i}`, title, questions: 10 - i, updatedAt: NOW - (i + 7) * 86_400_000 }))
  ]
}

export function report (texts: Texts): ImportReply {
  const sources = { ko: ['::Q6:: 기법과 설명을 잇기 {=세마포어 -> …', '세마포어의 초깃값은 {=1 ~0 ~2'], en: ['::Q6:: Match the technique {=semaphore -> …', 'The initial value is {=1 ~0 ~2'] }[texts]
  return {
    id: 'w7',
    title: QUIZ_TITLE[texts],
    questions: QUESTIONS[texts],
    found: 11,
    notes: [
      { what: 'left-out', at: 5, fromLine: 34, toLine: 41, reason: 'matching', detail: '', source: sources[0] ?? '', instead: QUESTIONS[texts].slice(0, 2) },
      { what: 'left-out', at: 8, fromLine: 58, toLine: 58, reason: 'syntax', detail: '', source: sources[1] ?? '', instead: QUESTIONS[texts].slice(2, 3) },
      { what: 'bent', at: 1, fromLine: 12, toLine: 12, reason: 'partial-credit', detail: '', source: '' }
    ]
  }
}

const FAMILY = { ko: '김이박최정강조윤장임한오서신권황안송전홍'.split(''), en: ['Kim', 'Lee', 'Park', 'Choi', 'Jeong', 'Kang', 'Jo', 'Yun', 'Jang', 'Lim', 'Han', 'Oh', 'Seo', 'Shin', 'Kwon', 'Hwang', 'Ahn', 'Song', 'Jeon', 'Hong'] }
const GIVEN = {
  ko: ['서연', '민준', '지우', '서현', '하은', '도현', '시우', '예진', '주원', '수빈', '지민', '현서', '유진', '건우', '다은', '승현', '나연', '재윤', '소율', '태양'],
  en: ['Seoyeon', 'Minjun', 'Jiwoo', 'Seohyun', 'Haeun', 'Dohyun', 'Siwoo', 'Yejin', 'Juwon', 'Subin', 'Jimin', 'Hyunseo', 'Yujin', 'Gunwoo', 'Daeun', 'Seunghyun', 'Nayeon', 'Jaeyun', 'Soyul', 'Taeyang']
}

const NAMES = {
  ko: ['박하늘', '이도윤', '김민서', '최서준', '정유나', '한지호', '오세린', '윤태민', '강예은', '임건우', '서다인', '조현우', '배수아', '남궁민'],
  en: ['Haneul Park', 'Doyun Lee', 'Minseo Kim', 'Seojun Choi', 'Yuna Jeong', 'Jiho Han', 'Serin Oh', 'Taemin Yun', 'Yeeun Kang', 'Gunwoo Lim', 'Dain Seo', 'Hyunwoo Jo', 'Sua Bae', 'Min Namgung']
}

function nameOf (texts: Texts, i: number): string {
  const family = FAMILY[texts][i % 20] ?? ''
  const given = GIVEN[texts][(i * 7 + Math.floor(i / 20)) % 20] ?? ''
  return NAMES[texts][i] ?? (texts === 'ko' ? family + given : `${given} ${family}`)
}

/** The roster, first come last: a teacher and `count` students; every 67th is away, every 101st unstable; `answered` have answered. */
export function people (texts: Texts, count: number, answered = 0, revealed = false): Person[] {
  const teacher: Person = [0, TEACHER[texts], '', 1, true, NOW - 700_000, Standing.here, false, 1, 0, -1, '', false]
  const students = Array.from({ length: count }, (_, i): Person => {
    const standing = i % 67 === 7 ? Standing.away : i % 101 === 3 ? Standing.shaky : Standing.here
    const gained = revealed ? (i % 4 === 1 ? 0 : 97 - i % 30) : -1
    return [i + 1, nameOf(texts, i), `2024${1000 + i}`, 0, true, NOW - 270_000 - i * 1500, standing, i >= count - answered, i === 10 || i === 12 ? 1.5 : 1, 398 - i * 5 > 0 ? 398 - i * 5 : 0, gained, `${i % 40}:${(i * 7) % 50}`, i === 1]
  })
  return [teacher, ...students]
}

interface LessonOptions { phase?: LessonPhase, joined?: number, here?: number, controller?: number, quizId?: string, title?: string }

/** The parts that every view of this lesson holds. */
export function lesson (texts: Texts, { phase = LessonPhase.live, joined = 401, here = 396, controller = 0, quizId = 'w7', title = TITLE[texts] }: LessonOptions = {}): Part[] {
  const open = phase !== LessonPhase.waiting
  return [
    [Down.lesson, phase, open ? 'L1' : '', open ? title : '', open ? TEACHER[texts] : '', NOW - 600_000, false, true],
    [Down.counts, joined, here, true],
    [Down.me, phase === LessonPhase.live ? 0 : -1, TEACHER[texts], 1, ''],
    [Down.steering, 3, open ? controller : -1, controller === 0 ? TEACHER[texts] : OTHER[texts], open ? quizId : '', open && quizId !== '' ? QUIZ_TITLE[texts] : '', 9, Seat.console],
    [Down.cover, false]
  ]
}

const RIGHT = [68, 81, 92]

/** The questions asked so far: the first three of the quiz and the current one. */
export function asked (texts: Texts, phase: Phase, right = -1): AskedPart {
  return [Down.asked, QUESTIONS[texts].slice(0, 4).map(({ text }, i) => [i, i, 'w7', text, i === 3 ? phase : Phase.revealed, 1, i === 3 ? right : RIGHT[i] ?? -1])]
}

interface ClockOptions { round?: number, left?: number, limit?: number, showing?: Showing }

function clock (phase: Phase, { round = 0, left = 18_000, limit = 30_000, showing = Showing.question }: ClockOptions = {}): ClockPart {
  const openedAt = phase === Phase.open ? NOW - (limit - left) : NOW - 60_000
  return [Down.clock, 3, round, phase, openedAt, limit, phase === Phase.open ? 0 : NOW - 2000, showing]
}

/** The fourth question of the quiz, or `question`, in a phase. */
export function current (texts: Texts, phase: Phase, options: ClockOptions & { question?: Question, counts?: number[], top?: Array<[string, number]>, answered?: number } = {}): Part[] {
  const { question = QUESTIONS[texts][3] ?? null, counts = [22, 52, 77, 35], top = [], answered = counts.reduce((sum, n) => sum + n, 0), round = 0 } = options
  return [
    [Down.question, 3, 3, 9, question],
    clock(phase, options),
    [Down.progress, 3, round, answered],
    [Down.tally, 3, round, answered, counts, top],
    asked(texts, phase)
  ]
}

export const FIRST_ROUND = { answered: 398, right: 163, counts: [48, 111, 163, 76], top: [] as Array<[string, number]> }
export const SECOND_ROUND = { answered: 401, right: 297, counts: [20, 52, 297, 32], top: [] as Array<[string, number]> }

export function reveal (texts: Texts, rounds: RevealPart[4], moved: RevealPart[5] = null): Part {
  const { solution, explanation } = QUESTIONS[texts][3] ?? base
  return [Down.reveal, 3, solution, explanation, rounds, moved]
}

export function board (texts: Texts): Part {
  const before = [2, 1, 3, 7, 4, 4, 8, 12]
  return [Down.board, [398, 393, 388, 383, 383, 373, 368, 363].map((score, i): BoardPart[1][number] => {
    const who = [2, 5, 8, 11, 12, 3, 6, 9][i] ?? 0
    return [i === 4 ? 4 : i + 1, nameOf(texts, who), score, i === 3 ? 0 : 97 - i * 3, nicknameOf(who + 1), before[i] ?? 0, i === 3 ? 0 : 4]
  })]
}

export function lates (texts: Texts): Part {
  return [Down.lates, 3, 0, [[2, nameOf(texts, 1), 4100, false, 4], [12, nameOf(texts, 11), 6200, false, 4], [14, nameOf(texts, 13), 13_400, true, 2]]]
}
