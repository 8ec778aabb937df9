import { Kind, Presence, type SocketEvent, type UserEvent } from '../../classroom/events.ts'
import { Media, type MediaEvent } from '../../classroom/media-events.ts'
import type { Question } from '../../classroom/model.ts'
import { Draw, type DrawAct } from '../../classroom/whiteboard-model.ts'
import { Up, type Step, type UpFrame, type WidgetStep } from '../../wire/messages.ts'

/** One good value of every kind of frame and event; the types see to it that none is missing. */
export const QUESTION: Question = {
  type: 'single',
  text: '대한민국의 수도는?',
  choices: ['서울', '부산'],
  solution: { mask: 1 },
  explanation: '서울입니다.',
  seconds: 30,
  points: 1000,
  speed: true,
  change: false,
  shuffle: true,
  live: false
}

const STEPS: { [N in Step[0]]: Extract<Step, [N, ...unknown[]]> } = {
  open: ['open', 'Algebra'],
  end: ['end'],
  ask: ['ask', 0, 10, 'quiz-1', QUESTION],
  extend: ['extend', 0, 60_000],
  close: ['close', 0, 1],
  reveal: ['reveal', 0],
  again: ['again', 0],
  skip: ['skip', 0],
  show: ['show', 1],
  accept: ['accept', 0, 1, -1],
  set: ['set', 1, true],
  factor: ['factor', 3, 1.5],
  remove: ['remove', 3, true],
  take: ['take'],
  hold: ['hold', 3],
  quiz: ['quiz', 'quiz-1', 'Week 3', 10],
  nickname: ['nickname', 3, '고요한 수달'],
  excuse: ['excuse', 3, true]
}

const WIDGETS: { [N in WidgetStep[0]]: Extract<WidgetStep, [N, ...unknown[]]> } = {
  away: ['away'],
  timer: ['timer', 1, true, 180_000],
  light: ['light', 3],
  dice: ['dice', 2],
  tool: ['tool', 3, 1, '오늘 배운 것'],
  lower: ['lower', -1],
  judge: ['judge', 0, 2],
  hideWord: ['hideWord', '사과', true],
  stage: ['stage', 1]
}

const ACTS: { [K in DrawAct[0]]: Extract<DrawAct, [K, ...unknown[]]> } = {
  [Draw.ink]: [Draw.ink, 0, 7, 0, 1, 12, new Uint8Array([0, 20, 40, 1, 2])],
  [Draw.shape]: [Draw.shape, 1, 3, 7, 160, 0, 0, 6400, 3600],
  [Draw.text]: [Draw.text, 0, 0, 120, 10, 10, '교착 상태'],
  [Draw.image]: [Draw.image, 0, 'a'.repeat(22), 10, 10, 640, 360],
  [Draw.erase]: [Draw.erase, [[1, 7], [0, 2 ** 53 - 1]]],
  [Draw.undo]: [Draw.undo, 7],
  [Draw.redo]: [Draw.redo, 7],
  [Draw.clear]: [Draw.clear, 49],
  [Draw.show]: [Draw.show, true],
  [Draw.turn]: [Draw.turn, 1],
  [Draw.add]: [Draw.add, 1],
  [Draw.invite]: [Draw.invite, 3, true]
}

type UpKinds = { [K in UpFrame[0]]: Extract<UpFrame, [K, ...unknown[]]> }

const FRAMES: UpKinds = {
  [Up.itsme]: [Up.itsme, 2 ** 21 - 1, 'web 0.1.0', [1, -1, 2 ** 53 - 1]],
  [Up.join]: [Up.join, 1],
  [Up.answer]: [Up.answer, 2 ** 32 - 1, 0, 1, 2, '서울'],
  [Up.leave]: [Up.leave, 3],
  [Up.ping]: [Up.ping],
  [Up.steer]: [Up.steer, 4, -1, STEPS.end],
  [Up.control]: [Up.control, 5, 'raiseHand', new Uint8Array([0xc0]), false],
  [Up.resync]: [Up.resync, [0, 0, 0]],
  [Up.roster]: [Up.roster, 0],
  [Up.sendMedia]: [Up.sendMedia, 14, 'a receipt'],
  [Up.media]: [Up.media, 15, 3, 'a'.repeat(22), 1],
  [Up.mediaPass]: [Up.mediaPass],
  [Up.mediaList]: [Up.mediaList, 0],
  [Up.allowMedia]: [Up.allowMedia, 16, true],
  [Up.draw]: [Up.draw, 17, ACTS[Draw.ink]],
  [Up.sheet]: [Up.sheet, 0, -1, 0],
  [Up.laser]: [Up.laser, 6400, 3600],
  [Up.pick]: [Up.pick, 6, 0, 1, 4, true],
  [Up.pass]: [Up.pass, 7, 0],
  [Up.widget]: [Up.widget, 8, WIDGETS.away],
  [Up.hand]: [Up.hand, 9, true],
  [Up.react]: [Up.react, 8],
  [Up.post]: [Up.post, 10, '교착 상태는 왜 생기나요?'],
  [Up.vote]: [Up.vote, 11, 0, true],
  [Up.word]: [Up.word, 12, '사과']
}

const LESSON = 'k3J9sXq0'
const AT = 1_760_000_000_000
const ID = (2 ** 21 - 1) * 2 ** 32 + 7

const SOCKET: { [K in SocketEvent[0]]: Extract<SocketEvent, [K, ...unknown[]]> } = {
  [Kind.open]: [Kind.open, LESSON, AT, ID, 'teacher-1', '김선생', 'Algebra', false],
  [Kind.end]: [Kind.end, LESSON, AT, ID, 0, 12],
  [Kind.join]: [Kind.join, LESSON, AT, ID, 'student-1', '이학생', '20260001', 0, true, 1, 'jti-1'],
  [Kind.leave]: [Kind.leave, LESSON, AT, ID, 1],
  [Kind.remove]: [Kind.remove, LESSON, AT, ID, 0, 1, true],
  [Kind.ask]: [Kind.ask, LESSON, AT, ID, 0, -1, 0, 10, 'quiz-1', QUESTION],
  [Kind.extend]: [Kind.extend, LESSON, AT, ID, 0, 12, 0, 60_000],
  [Kind.close]: [Kind.close, LESSON, AT, 0, -1, 12, 0, 1],
  [Kind.reveal]: [Kind.reveal, LESSON, AT, ID, 0, 12, 0],
  [Kind.again]: [Kind.again, LESSON, AT, ID, 0, 12, 0],
  [Kind.show]: [Kind.show, LESSON, AT, ID, 0, 12, 1],
  [Kind.answer]: [Kind.answer, LESSON, AT, ID, 1, 0, 1, 0, 3],
  [Kind.accept]: [Kind.accept, LESSON, AT, ID, 0, 0, 1, -1],
  [Kind.set]: [Kind.set, LESSON, AT, ID, 0, 2, false],
  [Kind.factor]: [Kind.factor, LESSON, AT, ID, 0, 1, 1.25],
  [Kind.control]: [Kind.control, LESSON, AT, ID, 0, 99, 'dice', new Uint8Array(0), true],
  [Kind.take]: [Kind.take, LESSON, AT, ID, 2],
  [Kind.skip]: [Kind.skip, LESSON, AT, ID, 0, 12, 0],
  [Kind.quiz]: [Kind.quiz, LESSON, AT, ID, 0, 'quiz-1', 'Week 3', 10],
  [Kind.pick]: [Kind.pick, LESSON, AT, ID, 0, 0, 0, 2 ** 32 - 1, new Uint8Array([6]), [[2, 1]]],
  [Kind.pass]: [Kind.pass, LESSON, AT, ID, 2, 0],
  [Kind.putAway]: [Kind.putAway, LESSON, AT, ID, 0],
  [Kind.timer]: [Kind.timer, LESSON, AT, ID, 0, 1, true, 180_000],
  [Kind.light]: [Kind.light, LESSON, AT, ID, 0, 3],
  [Kind.dice]: [Kind.dice, LESSON, AT, ID, 0, [6, 1]],
  [Kind.tool]: [Kind.tool, LESSON, AT, ID, 0, 3, 1, '오늘 배운 것'],
  [Kind.hand]: [Kind.hand, LESSON, AT, ID, 1, 1, true],
  [Kind.reactions]: [Kind.reactions, LESSON, AT, 0, -1, AT, 0, [1, 0, 0, 0, 0, 0, 0, 0, 2]],
  [Kind.post]: [Kind.post, LESSON, AT, ID, 1, '교착 상태는 왜 생기나요?'],
  [Kind.vote]: [Kind.vote, LESSON, AT, ID, 2, 0, true],
  [Kind.judge]: [Kind.judge, LESSON, AT, ID, 0, 0, 2],
  [Kind.word]: [Kind.word, LESSON, AT, ID, 1, '사과'],
  [Kind.hideWord]: [Kind.hideWord, LESSON, AT, ID, 0, '사과', true],
  [Kind.hold]: [Kind.hold, LESSON, AT, ID, 0, 3],
  [Kind.stage]: [Kind.stage, LESSON, AT, ID, 0, 1],
  [Kind.nickname]: [Kind.nickname, LESSON, AT, ID, 0, 1, '고요한 수달'],
  [Kind.excuse]: [Kind.excuse, LESSON, AT, ID, 0, 1, true]
}

const USER: { [K in UserEvent[0]]: Extract<UserEvent, [K, ...unknown[]]> } = {
  [Presence.up]: [Presence.up, AT, 1, AT, 17, 'student-1', 0, 0, 2 ** 21 - 1],
  [Presence.down]: [Presence.down, AT, 1, AT, 17],
  [Presence.relay]: [Presence.relay, AT, 1, AT],
  [Presence.beat]: [Presence.beat, AT, 1, AT],
  [Presence.relayLost]: [Presence.relayLost, AT, 1, AT, 5120],
  [Presence.relayEnded]: [Presence.relayEnded, AT, 1, AT],
  [Presence.flicker]: [Presence.flicker, AT, 1, AT, [17, 18]],
  [Presence.checkpoint]: [Presence.checkpoint, AT, 1, AT, 2 ** 40, 2 ** 41, 21]
}

const MEDIA: { [K in MediaEvent[0]]: Extract<MediaEvent, [K, ...unknown[]]> } = {
  [Media.end]: [Media.end, LESSON, AT, AT],
  [Media.checkpoint]: [Media.checkpoint, LESSON, AT, AT, 1, 2 ** 40, 0, 2, new Uint8Array([147, 1])],
  [Media.board]: [Media.board, LESSON, AT, AT, Object.values(ACTS).map(act => [ID, 0, true, act])],
  [Media.share]: [Media.share, LESSON, AT, AT, ID, 1, false, ['a'.repeat(22), 0, 'image/webp', 180_000, 1920, 1080, '교착 상태 그림', 'deadlock.png', '', 0]],
  [Media.act]: [Media.act, LESSON, AT, AT, ID, 0, true, 3, 'a'.repeat(22), 1],
  [Media.allow]: [Media.allow, LESSON, AT, AT, ID, 0, true, true]
}

export const STEER_FRAMES: UpFrame[] = Object.values(STEPS).map(step => [Up.steer, 4, 12, step])
const WIDGET_FRAMES: UpFrame[] = Object.values(WIDGETS).map(step => [Up.widget, 4, step])
export const DRAW_FRAMES: UpFrame[] = Object.values(ACTS).map(act => [Up.draw, 4, act])
export const UP_FRAMES: UpFrame[] = [...Object.values(FRAMES), ...STEER_FRAMES, ...WIDGET_FRAMES, ...DRAW_FRAMES]
export const SOCKET_EVENTS: SocketEvent[] = Object.values(SOCKET)
export const USER_EVENTS: UserEvent[] = Object.values(USER)
export const MEDIA_EVENTS: MediaEvent[] = Object.values(MEDIA)
