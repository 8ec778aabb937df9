import { LessonPhase, Phase, Showing } from '../../../server/classroom/model.ts'
import { Light, PickMode, PostStanding, Stage, TimerMode, ToolState } from '../../../server/classroom/tool-model.ts'
import type { ItemRow } from '../../../server/classroom/whiteboard-views.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { Part } from '../../../server/wire/messages.ts'
import { boardParts, drawnItems } from './board-items.ts'
import { NOW, QUESTIONS, asked, choices, clock, lesson, revealed } from './lesson-parts.ts'
import type { Texts } from './lesson-parts.ts'
import { film, link, picture, slides, sound } from './media-rows.ts'

/** One state of the wall, and a selector that is there once it is. */
export interface WallState {
  name: string
  code?: string
  joinUrl?: string
  parts: (texts: Texts) => Part[]
  /** What is on the whiteboard. */
  drawn?: (texts: Texts) => ItemRow[]
  shows: string
}

const LONG = '다음 가운데 교착 상태가 일어나기 위한 필요조건이 아닌 것을 고르되, 네 조건이 모두 갖추어져야 한다는 것과 하나라도 깨지면 교착 상태가 풀린다는 것을 함께 떠올리세요.'
const LONGEST = `${LONG} ${LONG} ${LONG}`
const WORDY = ['여러 프로세스가 한 자원을 동시에 쓸 수 없고 차례를 기다려야 하는 것', '자원을 쥔 채로 다른 자원을 기다리는 것', '운영체제가 프로세스에서 자원을 빼앗아 다른 프로세스에게 줄 수 있는 것', '서로가 서로의 자원을 고리처럼 기다리는 것', '어느 것도 아닌 것', '모두 맞는 것']
const of = (question: ReturnType<typeof choices>): Part[] => [...lesson('ko'), ...asked(question)]
const podium: Part = [Down.podium, [
  [1, '3:4', 882, [true, true, true, true, true, true, true, true, true]],
  [2, '7:9', 874, [true, true, true, true, true, true, true, false, true]],
  [3, '20:31', 869, [true, true, false, true, true, true, true, true, false]],
  [4, '33:2', 858, [true]], [5, '11:40', 851, [true]]
], 401, 70]

/** Picker and widgets, all of them unless `states` says otherwise: reactions, hands, questions, cloud. */
const widgets = (stage: Stage, [reactions, hands, wall, cloud] = [1, 1, 1, 1] as ToolState[], prompt = '오늘 배운 것을 한 낱말로'): Part[] => [
  [Down.widgets, [TimerMode.countdown, false, 165_000, NOW], Light.green, [6, 2], NOW, [reactions ?? 0, hands ?? 0, wall ?? 0, cloud ?? 0], prompt, stage],
  [Down.moods, [128, 64, 31, 7, 210, 12], NOW], [Down.hands, 7], POSTS, CLOUD
]
const POSTS: Part = [Down.wall, 9, [
  [4, '교착 상태를 막는 것과 피하는 것은 어떻게 다른가요? 은행원 알고리즘은 어느 쪽인지도 궁금합니다. 시험에는 어느 쪽이 나오나요?', 48, PostStanding.shown, '3:4'],
  [1, '비선점은 왜 필요조건인가요?', 31, PostStanding.shown, '20:31'],
  [6, 'Is starvation the same as a deadlock?', 12, PostStanding.shown, '7:9'],
  [0, '예제 코드는 어디에 있나요?', 9, PostStanding.answered, '11:40'], [2, '다섯째 질문', 3, PostStanding.shown, '1:1']
]]
const SAID = ['교착', '선점', '자원', '순환 대기', '세마포어', '뮤텍스', '은행원 알고리즘', 'deadlock', '기아', '회복', '예방', '회피', '탐지', '스레드', '프로세스', '모니터', '임계 구역', '상호 배제', '점유 대기', 'starvation', '락', '스핀락', '우선순위', '교체', '대기열', '그래프', '사이클', '타임아웃', '롤백', '희생자', '철학자', '포크', '공정성', '큐', '신호', '조건 변수', '원자성', '경쟁 상태', '동기화', '비선점', '마흔한째']
const CLOUD: Part = [Down.cloud, 214, SAID.map((word, i): [string, number] => [word, Math.max(1, 60 - i * 3)])]
const draw = (names: number, of = 1): Part => [Down.draw, 2, NOW - 60_000 + 55_000, of === 1 ? PickMode.people : PickMode.groups, 77, 398,
  Array.from({ length: of }, (_, group) => Array.from({ length: names }, (_, i): [string, number, boolean] => [`${(group * 7 + i * 3) % 40}:${(group * 11 + i * 13) % 50}`, group * names + i, false])), of]

export const WALL: WallState[] = [
  { name: 'question-tools', parts: texts => [...lesson(texts), ...asked(QUESTIONS[texts]), ...widgets(Stage.lesson)], shows: '.wall-tools' },
  { name: 'longest-six-tools', parts: () => [...of(choices(LONGEST, WORDY)), ...widgets(Stage.lesson)], shows: '.wall-tools' },
  { name: 'ten-tools', parts: () => [...of(choices('어느 것입니까?', [...WORDY, ...WORDY.slice(0, 4)])), ...widgets(Stage.lesson)], shows: '.wall-tools' },
  { name: 'revealed-tools', parts: texts => [...lesson(texts), ...asked(QUESTIONS[texts]), ...revealed(texts, { mask: 4 }, { right: 400, counts: [0, 0, 400, 0] }), ...widgets(Stage.lesson)], shows: '.clock.done' },
  { name: 'entry-tools', parts: texts => [...lesson(texts), ...widgets(Stage.lesson, [0, 1, 0, 0])], shows: '.wall-tools' },
  { name: 'drawn-one', parts: texts => [...lesson(texts), draw(1)], shows: '.drawn li' },
  { name: 'drawn-eight', parts: texts => [...lesson(texts), ...widgets(Stage.lesson), draw(8)], shows: '.drawn li' },
  { name: 'drawn-open', parts: texts => [...lesson(texts), ...asked(QUESTIONS[texts]), draw(3)], shows: '.drawn li' },
  { name: 'groups', parts: texts => [...lesson(texts), ...widgets(Stage.lesson), draw(4, 12)], shows: '.drawn li' },
  { name: 'groups-many', parts: texts => [...lesson(texts), [Down.draw, 2, NOW - 5000, PickMode.groups, 77, 398, [], 100]], shows: '.drawn p' },
  { name: 'questions', parts: texts => [...lesson(texts), ...widgets(Stage.wall)], shows: '.posts li' },
  { name: 'questions-none', parts: texts => [...lesson(texts), ...widgets(Stage.wall), [Down.wall, 0, []]], shows: '.posts .none' },
  { name: 'cloud', parts: texts => [...lesson(texts), ...widgets(Stage.cloud), [Down.cloud, 31, SAID.slice(0, 12).map((word, i): [string, number] => [word, 12 - i])]], shows: '.words li' },
  { name: 'cloud-full', parts: texts => [...lesson(texts), ...widgets(Stage.cloud)], shows: '.words li' },
  { name: 'waiting', parts: texts => lesson(texts, LessonPhase.waiting), shows: '.wall-say' },
  { name: 'entry', parts: texts => lesson(texts), shows: '.code' },
  { name: 'entry-eight', code: 'K7QM3P9X', parts: texts => lesson(texts), shows: '.code.long' },
  { name: 'entry-host', code: 'OS-2026-SPRING-02', joinUrl: 'https://lms.hanbit.ac.kr/course/7', parts: texts => lesson(texts), shows: '.square' },
  { name: 'question', parts: texts => [...lesson(texts), ...asked(QUESTIONS[texts])], shows: '.clock' },
  { name: 'last-seconds', parts: texts => [...lesson(texts), ...asked(QUESTIONS[texts], 8_500)], shows: '.clock.last' },
  { name: 'closed', parts: texts => [...lesson(texts), ...asked(QUESTIONS[texts]), clock(Phase.closed)], shows: '.clock.word' },
  { name: 'revealed', parts: texts => [...lesson(texts), ...asked(QUESTIONS[texts]), ...revealed(texts, { mask: 4 })], shows: '.clock.done' },
  { name: 'long', parts: () => of(choices(LONG, WORDY.slice(0, 4))), shows: '.stem[data-step="1"], .stem[data-step="2"]' },
  { name: 'longest-six', parts: () => of(choices(LONGEST, WORDY)), shows: '.stem[data-step="2"]' },
  { name: 'longest-six-revealed', parts: () => [...of(choices(LONGEST, WORDY)), ...revealed('ko', { mask: 4 }, { counts: [48, 112, 164, 76, 0, 0] })], shows: '.clock.done' },
  { name: 'ten', parts: () => of(choices('어느 것입니까?', [...WORDY, ...WORDY.slice(0, 4)])), shows: '.many' },
  { name: 'text', parts: () => [...of({ ...choices('교착 상태를 끊는 방법 하나를 적으세요.', []), type: 'text' })], shows: '.write' },
  { name: 'text-revealed', parts: () => [...of({ ...choices('교착 상태를 끊는 방법 하나를 적으세요.', []), type: 'text' }), ...revealed('ko', { accepted: ['선점'] }, { counts: [], top: [['선점', 210], ['자원 순서', 90], ['모르겠어요', 40]] })], shows: '.clock.done' },
  { name: 'podium', parts: texts => [...lesson(texts), ...asked(QUESTIONS[texts], 0, 9), clock(Phase.revealed, { no: 9, openedAt: NOW - 30_000, showing: Showing.leaderboard }), podium], shows: '.podium' },
  { name: 'board', parts: texts => [...lesson(texts), ...boardParts(false)], drawn: drawnItems, shows: '.frame' },
  { name: 'media', parts: texts => [...lesson(texts), [Down.shown, picture(texts), false, 1]], shows: '.wall-media img' },
  { name: 'media-page', parts: texts => [...lesson(texts), ...asked(QUESTIONS[texts]), clock(Phase.closed), [Down.shown, slides(), false, 3]], shows: '.wall-media img' },
  { name: 'media-link', parts: texts => [...lesson(texts), [Down.shown, link(), false, 1]], shows: '.wall-media .host' },
  { name: 'media-film', parts: texts => [...lesson(texts), [Down.shown, film(), false, 1], [Down.playback, true, 5000, NOW]], shows: '.film .silent' },
  { name: 'media-sound', parts: texts => [...lesson(texts), [Down.shown, sound(), false, 1], [Down.playback, false, 0, NOW]], shows: '.film .icon' },
  { name: 'covered', parts: texts => [...lesson(texts), [Down.cover, true]], shows: '.covered' },
  { name: 'ended', parts: texts => lesson(texts, LessonPhase.ended), shows: '.wall-say' }
]
