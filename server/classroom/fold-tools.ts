import { Changed } from './changed.ts'
import { Kind } from './events.ts'
import type { Hand, Pick, Post, Reactions, ToolEvent, Vote, Word } from './events.ts'
import type { Lesson } from './live-lesson.ts'
import { Verdict } from './model.ts'
import { checkParticipant } from './rules.ts'
import { PickMode, PostStanding, Stage, TOOL_LIMITS, Tool, ToolState } from './tool-model.ts'
import { STAGES } from './tools.ts'
import { cloudKey, isCloudWord } from './word-cloud.ts'

const KINDS = new Set<number>([Kind.pick, Kind.pass, Kind.putAway, Kind.timer, Kind.light, Kind.dice, Kind.tool, Kind.hand, Kind.reactions,
  Kind.post, Kind.vote, Kind.judge, Kind.word, Kind.hideWord, Kind.stage])

/** Whether an event belongs to picker or widgets. */
export function isToolEvent (event: [kind: number, ...unknown[]]): event is ToolEvent {
  return KINDS.has(event[0])
}

/** `by` of an event that a relay made itself. */
const RELAY = -1

/** The verdict on an event of picker or widgets. Students raise hands, pass, ask, vote and say words; all else is for who controls. */
export function checkTool (lesson: Lesson, event: ToolEvent): Verdict {
  const by = event[4]
  if (event[0] === Kind.reactions) return by === RELAY ? checkReactions(lesson, event) : Verdict.notAllowed
  const allowed = checkParticipant(lesson, by)
  if (allowed !== Verdict.accepted) return allowed
  switch (event[0]) {
    case Kind.pass: return event[5] === lesson.tools.picker.draws.length - 1 && lesson.tools.picker.mayPass(by) ? Verdict.accepted : Verdict.notAllowed
    case Kind.hand: return checkHand(lesson, event)
    case Kind.post: return lesson.isTeacher(by) ? Verdict.notAllowed : checkPost(lesson, event)
    case Kind.vote: return lesson.isTeacher(by) ? Verdict.notAllowed : checkVote(lesson, event)
    case Kind.word: return lesson.isTeacher(by) ? Verdict.notAllowed : checkWord(lesson, event)
    default: return checkLeading(lesson, event)
  }
}

function checkLeading (lesson: Lesson, event: Exclude<ToolEvent, Reactions>): Verdict {
  const { controller, tools } = lesson
  if (event[4] !== controller) return lesson.isTeacher(event[4]) ? Verdict.notController : Verdict.notAllowed
  switch (event[0]) {
    case Kind.pick: return checkPick(lesson, event)
    case Kind.judge: return event[5] < tools.wall.posts.length && event[5] >= 0 ? Verdict.accepted : Verdict.unknownQuestion
    case Kind.stage: return isOpen(tools, event[5]) ? Verdict.accepted : Verdict.wrongPhase
    default: return Verdict.accepted
  }
}

/** Only a tool that is open stands large. */
function isOpen ({ states }: Lesson['tools'], stage: Stage): boolean {
  return stage === Stage.lesson || Object.entries(STAGES).some(([tool, each]) => each === stage && states[Number(tool) as Tool] !== ToolState.off)
}

/** A draw that another one overtook is stale: it did not know who was chosen meanwhile. Who was excused meanwhile is not drawn (rule T14). */
function checkPick ({ people, tools: { picker } }: Lesson, [, , , , , no, mode, , , groups]: Pick): Verdict {
  if (no !== picker.draws.length) return Verdict.stale
  if (no >= TOOL_LIMITS.draws) return Verdict.full
  const drawn = groups.flat()
  const sound = drawn.length > 0 && new Set(drawn).size === drawn.length && drawn.every((who) => people.isRanked(who) && !people.isExcused(who)) &&
    (mode === PickMode.groups || (groups.length === 1 && drawn.length <= TOOL_LIMITS.drawnPeople))
  return sound ? Verdict.accepted : Verdict.unknownParticipant
}

function checkHand ({ tools, people, controller }: Lesson, [, , , , by, target, up]: Hand): Verdict {
  if (people.isTeacher(by)) return up || by !== controller ? Verdict.notAllowed : Verdict.accepted
  if (target !== by) return Verdict.notAllowed
  if (up && !tools.is(Tool.hands, ToolState.open)) return Verdict.wrongPhase
  return tools.hands.has(by) === up ? Verdict.duplicate : Verdict.accepted
}

function checkReactions ({ tools }: Lesson, [, , , , , source, turn]: Reactions): Verdict {
  if (tools.is(Tool.reactions, ToolState.off)) return Verdict.wrongPhase
  return tools.moods.knows(source, turn) ? Verdict.duplicate : Verdict.accepted
}

function checkPost ({ tools: { states, wall } }: Lesson, [, , , , by]: Post): Verdict {
  if (states[Tool.wall] === ToolState.off) return Verdict.wrongPhase
  return wall.posts.length >= TOOL_LIMITS.posts || wall.isFullFor(by) ? Verdict.full : Verdict.accepted
}

/** Nobody votes for a question of his own, nor for one that is not on the wall. */
function checkVote ({ tools: { states, wall } }: Lesson, [, , , , by, no, up]: Vote): Verdict {
  const post = wall.posts[no]
  if (post === undefined) return Verdict.unknownQuestion
  if (post.by === by) return Verdict.notAllowed
  if (post.standing !== PostStanding.shown || states[Tool.wall] === ToolState.off) return Verdict.wrongPhase
  return wall.hasVoted(post, by) === up ? Verdict.duplicate : Verdict.accepted
}

function checkWord ({ tools: { states, cloud } }: Lesson, [, , , , by, text]: Word): Verdict {
  if (states[Tool.cloud] !== ToolState.open) return Verdict.wrongPhase
  if (!isCloudWord(text)) return Verdict.badAnswer
  const key = cloudKey(text)
  if (cloud.saidBy(by).includes(key)) return Verdict.duplicate
  const full = cloud.saidBy(by).length >= TOOL_LIMITS.wordsEach || (cloud.isFull && !cloud.has(key))
  return full ? Verdict.full : Verdict.accepted
}

const EVERYTHING = Changed.draw | Changed.draws | Changed.widgets | Changed.moods | Changed.hands | Changed.wall | Changed.cloud

/** Takes an event in that was judged before. From the first on, everyone is told how all tools stand. */
export function applyTool (lesson: Lesson, event: ToolEvent): number {
  const first = !lesson.tools.used
  lesson.tools.used = true
  return apply(lesson, event) | (first ? EVERYTHING : 0)
}

function apply (lesson: Lesson, event: ToolEvent): number {
  const { tools } = lesson
  const at = event[2]
  switch (event[0]) {
    case Kind.pick:
      tools.picker.add({ at, mode: event[6], seed: event[7], pool: countBits(event[8]), groups: event[9], passed: [] })
      return Changed.draw | Changed.draws | Changed.own
    case Kind.pass:
      tools.picker.pass(event[4])
      return Changed.draw | Changed.draws | Changed.own
    case Kind.putAway:
      tools.picker.shown = false
      return Changed.draw
    case Kind.timer:
      tools.timer = { mode: event[5], running: event[6], ms: event[7], at }
      return Changed.widgets
    case Kind.light:
      tools.light = event[5]
      return Changed.widgets
    case Kind.dice:
      tools.dice = { faces: event[5], at }
      return Changed.widgets
    case Kind.tool:
      tools.set(event[5], event[6], event[7])
      return Changed.widgets | Changed.moods | Changed.hands | Changed.wall | Changed.cloud | Changed.own
    case Kind.stage:
      tools.stage = event[5]
      return Changed.widgets
    case Kind.hand: return applyHand(lesson, event)
    default: return applySaid(lesson, event)
  }
}

function applyHand ({ tools: { hands }, people }: Lesson, [, , at, , by, target, up]: Hand): number {
  if (up) hands.set(by, at)
  else if (target === RELAY && people.isTeacher(by)) hands.clear()
  else hands.delete(target)
  return Changed.hands | Changed.own
}

function applySaid ({ tools: { moods, wall, cloud, states } }: Lesson, event: Reactions | Post | Vote | Extract<ToolEvent, [typeof Kind.judge | typeof Kind.word | typeof Kind.hideWord, ...unknown[]]>): number {
  const at = event[2]
  switch (event[0]) {
    case Kind.reactions:
      moods.add(event[5], event[6], event[7], at)
      return Changed.moods
    case Kind.post:
      wall.add(event[4], at, event[5], states[Tool.wall] === ToolState.held ? PostStanding.waiting : PostStanding.shown)
      return Changed.wall | Changed.own
    case Kind.vote: {
      const post = wall.posts[event[5]]
      if (post !== undefined) wall.vote(post, event[4], event[6])
      return Changed.wall | Changed.own
    }
    case Kind.judge: {
      const post = wall.posts[event[5]]
      if (post !== undefined) post.standing = event[6]
      return Changed.wall | Changed.own
    }
    case Kind.word:
      cloud.add(event[4], event[5])
      return Changed.cloud | Changed.own
    case Kind.hideWord:
      cloud.hide(event[5], event[6])
      return Changed.cloud
  }
}

/** Whose own parts an event changes: one person's, or -1. */
export function concernedByTool (lesson: Lesson, event: ToolEvent): number {
  switch (event[0]) {
    case Kind.hand: return event[5]
    case Kind.judge: return lesson.tools.wall.posts[event[5]]?.by ?? -1
    case Kind.pass:
    case Kind.post:
    case Kind.vote:
    case Kind.word: return event[4]
    default: return -1
  }
}

function countBits (bits: Uint8Array): number {
  let count = 0
  for (const byte of bits) for (let rest = byte; rest > 0; rest &= rest - 1) count++
  return count
}
