import t from 'tap'
import { LessonPhase, Outcome, Phase, Showing } from '../../server/classroom/model.ts'
import type { OpenQuestion } from '../../server/classroom/model.ts'
import { announcement } from '../src/announcements.ts'
import type { Heard } from '../src/announcements.ts'
import { en } from '../src/messages/en.ts'
import { ko } from '../src/messages/ko.ts'
import { boardEn } from '../src/messages/board.en.ts'
import { boardKo } from '../src/messages/board.ko.ts'
import { consoleEn } from '../src/messages/console.en.ts'
import { consoleKo } from '../src/messages/console.ko.ts'
import { resultsEn } from '../src/messages/results.en.ts'
import { resultsKo } from '../src/messages/results.ko.ts'
import { EMPTY } from '../src/view.ts'

/** Every sentence of a module with its path; functions are called with plain arguments. */
function sentences (module: object, path = ''): Array<[string, string]> {
  return Object.entries(module).flatMap(([key, value]: [string, unknown]): Array<[string, string]> => {
    const here = `${path}/${key}`
    if (typeof value === 'string') return [[here, value]]
    if (value instanceof Intl.DateTimeFormat) return []
    if (typeof value === 'function') return sentences({ called: call(value as (...all: unknown[]) => unknown) }, here)
    return sentences(value as object, here)
  })
}

function call (message: (...all: unknown[]) => unknown): unknown {
  for (const given of [[2, 3, 4], [['A', 'B']], ['x', 'y', 'z']]) {
    try {
      return message(...given)
    } catch {
      // made for other arguments
    }
  }
  throw new Error(`no arguments fit ${String(message)}`)
}

const MAY_BE_EMPTY = /kind\/(single|truefalse)|before$|\/pieces$/

t.test('both languages say the same things, and say something', async t => {
  const korean = [...sentences(ko), ...sentences(resultsKo), ...sentences(boardKo)]
  const english = [...sentences(en), ...sentences(resultsEn), ...sentences(boardEn)]
  t.same(english.map(([path]) => path), korean.map(([path]) => path))
  for (const [path, text] of [...korean, ...english]) t.ok(text.trim() !== '' || MAY_BE_EMPTY.test(path), path)
})

t.test('Korean sentences have no English words, English ones no Hangul', async t => {
  t.same(sentences(ko).filter(([path, text]) => /[A-Za-z]{2,}/.test(text) && !/brand|language/.test(path)), [])
  t.same(sentences(consoleKo.help).filter(([, text]) => /[A-Za-z]{2,}/.test(text) && !/Space|Esc|https|PDF|XML|Moodle|QTI|QR/.test(text)), [])
  t.same(sentences(consoleEn.help).filter(([, text]) => /[가-힣]/.test(text)), [])
  t.same(sentences(en).filter(([path, text]) => /[가-힣]/.test(text) && !/language/.test(path)), [])
})

t.test('plurals and ordinals', async t => {
  t.equal(en.question.points(1), '1 point')
  t.equal(en.question.points(1200), '1,200 points')
  t.equal(en.endedScore(320, 38, 401), '320 points, 38th of 401')
  t.match([1, 2, 3, 11, 22].map(rank => en.endedScore(0, rank, 30)), [/1st/, /2nd/, /3rd/, /11th/, /22nd/])
  t.equal(ko.endedScore(320, 38, 401), '모은 점수 320점, 38위 / 401명')
})

const QUESTION: OpenQuestion = { type: 'single', text: '교착 상태는?', choices: ['a', 'b'], seconds: 30, points: 100, speed: false, change: true, shuffle: false, live: false }
const lesson = { phase: LessonPhase.live, id: 'L', title: 'T', teacher: 'N', openedAt: 0, locked: false, namesHidden: true }
const lobby: Heard = {
  view: { ...EMPTY, lesson, me: { index: 0, name: '박하늘', factor: 1, nickname: '' } }, stage: 'idle', connected: true, last: false, ending: null
}
const clock = { no: 3, round: 0, phase: Phase.open, openedAt: 0, limit: 30_000, closedAt: 0, showing: Showing.question }
const asking: Heard = { ...lobby, view: { ...lobby.view, question: { no: 3, index: 3, total: 10, body: QUESTION }, clock } }
const closed: Heard = { ...asking, view: { ...asking.view, clock: { ...clock, phase: Phase.closed } } }
const score = { no: 3, outcome: Outcome.right, points: 92, total: 320, rank: 1, of: 2, lower: false, streak: 1 }

t.test('what is announced, and how', async t => {
  const said = (before: Heard, now: Heard) => announcement(before, now, ko)
  t.same(said({ ...lobby, view: EMPTY }, lobby), { text: '박하늘 님, 들어왔습니다.', now: false })
  t.same(said(lobby, asking), { text: '질문 4, 교착 상태는?, 30초', now: false })
  const spoken = { ...asking.view.question, index: 0, total: 0, body: { ...QUESTION, text: '' } }
  t.same(said(lobby, { ...asking, view: { ...asking.view, question: { no: 3, ...spoken } } }), { text: '질문, 선생님의 질문에 답하세요, 30초', now: false }, 'one asked on the fly has no number')
  t.same(said(asking, { ...asking, stage: 'stored' }), { text: '저장됨', now: false })
  t.same(said(asking, { ...asking, last: true }), { text: '10초 남았습니다', now: false })
  t.same(said(asking, closed), { text: '마감', now: false })
  t.same(said(closed, { ...closed, view: { ...closed.view, score } }), { text: '정답입니다, 92점', now: false })
  t.same(said({ ...asking, connected: false }, asking), { text: '다시 연결되었습니다', now: false })
  t.equal(said(asking, { ...asking, stage: 'not-stored' })?.now, true)
  t.equal(said(asking, { ...asking, ending: 'replaced' })?.now, true)
  t.equal(said(asking, { ...asking, ending: 'removed' })?.now, true)
})

t.test('counts and seconds are never announced', async t => {
  const counted = { ...asking, view: { ...asking.view, counts: { joined: 9, here: 9, teacherHere: true }, progress: { no: 3, round: 0, answered: 4 } } }
  t.equal(announcement(asking, counted, ko), null)
  t.equal(announcement({ ...asking, stage: 'idle' }, { ...asking, stage: 'sending' }, ko), null)
})
