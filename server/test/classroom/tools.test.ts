import t from 'tap'
import { Kind } from '../../classroom/events.ts'
import type { ToolEvent } from '../../classroom/events.ts'
import { digest } from '../../classroom/digest.ts'
import { Changed } from '../../classroom/changed.ts'
import { Setting, Verdict } from '../../classroom/model.ts'
import { nicknameOf } from '../../classroom/nickname.ts'
import { bitsOf } from '../../classroom/picker.ts'
import * as views from '../../classroom/tool-views.ts'
import { FRESH_MS, Light, PickMode, PostStanding, Stage, TOOL_LIMITS, TimerMode, Tool, ToolState } from '../../classroom/tool-model.ts'
import { ScriptedLesson } from './scripted-lesson.ts'

const { accepted, duplicate, full, notAllowed, notController, wrongPhase, stale, unknownParticipant, unknownQuestion, badAnswer, removed } = Verdict

/** A lesson with `students` students. */
function begun (students = 4): ScriptedLesson {
  const scripted = new ScriptedLesson()
  scripted.students(students)
  return scripted
}

function pick (scripted: ScriptedLesson, groups: number[][], { mode = PickMode.people as PickMode, no = scripted.lesson.tools.picker.draws.length, by = 0 } = {}) {
  return scripted.tool(Kind.pick, by, no, mode, 7, bitsOf(groups.flat()), groups)
}

function open (scripted: ScriptedLesson, tool: Tool, state: ToolState = ToolState.open, prompt = ''): void {
  t.equal(scripted.tool(Kind.tool, 0, tool, state, prompt).verdict, accepted)
}

t.test('T1 a lesson that used no tool tells nothing of them and folds as before', async (t) => {
  const { lesson } = begun()
  for (const part of [views.drawPart(lesson, 'students'), views.drawsPart(lesson), views.widgetsPart(lesson), views.moodsPart(lesson), views.pacePart(lesson),
    views.handsPart(lesson), views.queuePart(lesson), views.wallPart(lesson, 'teachers'), views.cloudPart(lesson, 'students'), views.drawnPart(lesson, 1), views.saidPart(lesson, 1)]) {
    t.equal(part, null)
  }
  t.notOk('tools' in lesson.dump())
})

t.test('T2 only who controls draws; a draw is told by names, to others by nicknames where names are hidden', async (t) => {
  const scripted = begun()
  scripted.join('second', { role: 1 })
  const { lesson } = scripted
  t.equal(pick(scripted, [[1]], { by: 1 }).verdict, notAllowed, 'no student draws')
  t.equal(pick(scripted, [[1]], { by: scripted.who('second') }).verdict, notController)
  t.equal(pick(scripted, [[1]], { by: 99 }).verdict, unknownParticipant)
  const drawn = pick(scripted, [[2, 1]])
  t.equal(drawn.verdict, accepted)
  t.equal(drawn.changed & Changed.widgets, Changed.widgets, 'with the first use everyone is told how all tools stand')
  t.equal(pick(scripted, [[4]]).changed, Changed.draw | Changed.draws | Changed.own)
  pick(scripted, [[2, 1]])
  t.same(views.drawPart(lesson, 'students')?.slice(5), [[[[nicknameOf(2), 2, false], [nicknameOf(1), 1, false]]], 1])
  t.same(views.drawPart(lesson, 'teachers')?.[5], [[['Name of s2', 2, false], ['Name of s1', 1, false]]])
  scripted.set(Setting.namesHidden, false)
  t.same(views.drawPart(lesson, 'projectors')?.[5], [[['Name of s2', 2, false], ['Name of s1', 1, false]]])
  t.same(views.drawnPart(lesson, 1), [2, 0, ['Name of s2'], true])
  t.same(views.drawnPart(lesson, 3), [2, -1, [], false])
  t.equal(views.drawnPart(lesson, 99), null)
})

t.test('T3 a draw based on an older one is stale; one of nobody, of strangers, of somebody twice or of too many is refused', async (t) => {
  const scripted = begun(12)
  scripted.remove(3)
  t.equal(pick(scripted, [[1]], { no: 1 }).verdict, stale)
  t.equal(pick(scripted, [[]]).verdict, unknownParticipant)
  t.equal(pick(scripted, [[3]]).verdict, unknownParticipant, 'removed')
  t.equal(pick(scripted, [[0]]).verdict, unknownParticipant, 'a teacher')
  t.equal(pick(scripted, [[1, 1]]).verdict, unknownParticipant)
  t.equal(pick(scripted, [[1], [2]]).verdict, unknownParticipant, 'two groups are no people')
  t.equal(pick(scripted, [[1, 2, 4, 5, 6, 7, 8, 9, 10]]).verdict, unknownParticipant)
  t.equal(scripted.tool(Kind.pick, 0, 0, 0, 7, new Uint8Array(0), [['1']]).verdict, Verdict.unreadable)
  for (let no = 0; no < TOOL_LIMITS.draws; no++) pick(scripted, [[1]])
  t.equal(pick(scripted, [[1]]).verdict, full)
})

t.test('T4 who is drawn may let it pass, once a lesson', async (t) => {
  const scripted = begun()
  const { lesson } = scripted
  t.equal(scripted.tool(Kind.pass, 1, -1).verdict, notAllowed, 'nothing is drawn yet')
  pick(scripted, [[1, 2]])
  t.equal(scripted.tool(Kind.pass, 3, 0).verdict, notAllowed, 'not drawn')
  t.equal(scripted.tool(Kind.pass, 1, 1).verdict, notAllowed, 'another draw')
  const passed = scripted.tool(Kind.pass, 1, 0)
  t.same([passed.verdict, passed.person], [accepted, 1])
  t.same(views.drawPart(lesson, 'students')?.[5], [[[nicknameOf(2), 2, false]]], 'others no longer read the name')
  t.same(views.drawPart(lesson, 'teachers')?.[5][0]?.[0], ['Name of s1', 1, true])
  t.same(views.drawnPart(lesson, 1), [0, -1, [], false])
  pick(scripted, [[1]])
  t.equal(scripted.tool(Kind.pass, 1, 1).verdict, notAllowed, 'only once')
  t.equal(scripted.tool(Kind.putAway, 0).changed, Changed.draw)
  t.equal(views.drawPart(lesson, 'students')?.[0], -1)
  pick(scripted, [[3]])
  scripted.tool(Kind.putAway, 0)
  t.equal(scripted.tool(Kind.pass, 3, 2).verdict, notAllowed, 'put away')
  t.same(views.drawsPart(lesson)?.[0].map(([no, , , pool, names]) => [no, pool, names]), [[2, 1, ['Name of s3']], [1, 1, ['Name of s1']], [0, 2, ['Name of s1', 'Name of s2']]])
})

t.test('T5 groups: a phone has its own, a wall lists up to 48 people, a teacher up to 300', async (t) => {
  const scripted = begun(130)
  const groups = Array.from({ length: 65 }, (_, i) => [2 * i + 1, 2 * i + 2])
  t.equal(pick(scripted, groups, { mode: PickMode.groups }).verdict, accepted)
  const { lesson } = scripted
  t.same(views.drawPart(lesson, 'students')?.slice(5), [[], 65])
  t.same(views.drawPart(lesson, 'projectors')?.slice(5), [[], 65])
  t.equal(views.drawPart(lesson, 'teachers')?.[5].length, 65)
  t.same(views.drawnPart(lesson, 4), [0, 1, [nicknameOf(3)], false], 'nobody passes out of a group')
  t.same(views.drawsPart(lesson)?.[0][0]?.slice(2), [PickMode.groups, 130, [], 65])
  t.equal(lesson.tools.picker.timesOf(4), 0, 'a group is no turn')
})

t.test('T6 clock, light and dice are absolute: whoever comes late reads the same', async (t) => {
  const scripted = begun()
  const { lesson } = scripted
  scripted.tool(Kind.timer, 0, TimerMode.countdown, true, 180_000)
  scripted.tool(Kind.light, 0, Light.green)
  scripted.tool(Kind.dice, 0, [6, 1])
  t.same(views.widgetsPart(lesson), [[TimerMode.countdown, true, 180_000, scripted.now], Light.green, [6, 1], scripted.now, [0, 0, 0, 0], '', Stage.lesson])
  t.equal(scripted.tool(Kind.dice, 0, [7]).verdict, Verdict.unreadable)
  t.equal(scripted.tool(Kind.dice, 0, [1, 1, 1, 1, 1, 1, 1]).verdict, Verdict.unreadable)
  t.equal(scripted.tool(Kind.timer, 1, TimerMode.off, false, 0).verdict, notAllowed)
})

t.test('T7 hands stand in their order; the teacher lowers one or all; who leaves stands there no more', async (t) => {
  const scripted = begun()
  scripted.join('second', { role: 1 })
  const { lesson } = scripted
  t.equal(scripted.tool(Kind.hand, 1, 1, true).verdict, wrongPhase, 'not open')
  open(scripted, Tool.hands)
  t.equal(scripted.tool(Kind.hand, 2, 2, true).verdict, accepted)
  t.equal(scripted.tool(Kind.hand, 1, 1, true).person, 1)
  t.equal(scripted.tool(Kind.hand, 1, 1, true).verdict, duplicate)
  t.equal(scripted.tool(Kind.hand, 1, 2, false).verdict, notAllowed, 'nobody lowers another hand')
  t.equal(scripted.tool(Kind.hand, 0, 0, true).verdict, notAllowed, 'no teacher raises one')
  t.equal(scripted.tool(Kind.hand, scripted.who('second'), 1, false).verdict, notAllowed)
  scripted.tool(Kind.hand, 3, 3, true)
  scripted.tool(Kind.hand, 4, 4, true)
  t.same(views.queuePart(lesson)?.[0].map(([who]) => who), [2, 1, 3, 4])
  t.equal(views.saidPart(lesson, 1)?.[0], true)
  scripted.leave('s2')
  scripted.remove(3)
  t.equal(scripted.tool(Kind.hand, 3, 3, false).verdict, removed)
  t.same(views.handsPart(lesson), [2])
  t.equal(scripted.tool(Kind.hand, 0, 1, false).verdict, accepted)
  t.same(views.queuePart(lesson)?.[0].map(([who, name]) => [who, name]), [[4, 'Name of s4']])
  t.equal(scripted.tool(Kind.hand, 0, -1, false).verdict, accepted)
  t.same(views.handsPart(lesson), [0])
})

t.test('T8 reactions are sums by relay and turn: a repeat is known, and the pace is that of the last minutes', async (t) => {
  const scripted = begun()
  const { lesson } = scripted
  const send = (turn: number, sums: number[], source = 5, by = -1) => scripted.tool(Kind.reactions, by, source, turn, sums)
  const one = [1, 0, 0, 0, 0, 0, 2, 0, 1]
  t.equal(send(0, one).verdict, wrongPhase)
  open(scripted, Tool.reactions)
  t.equal(send(0, one, 5, 1).verdict, notAllowed, 'only a relay hands sums in')
  t.equal(send(0, one).verdict, accepted)
  t.equal(send(0, one).verdict, duplicate)
  t.equal(send(0, one, 6).verdict, accepted, 'another relay counts for itself')
  t.equal(send(1, [1, 1]).verdict, Verdict.unreadable)
  t.same(views.moodsPart(lesson), [[2, 0, 0, 0, 0, 0], scripted.now])
  t.same(views.pacePart(lesson), [4, 0, 2, scripted.now])
  scripted.now += FRESH_MS
  send(1, one)
  t.same(views.pacePart(lesson)?.slice(0, 3), [6, 0, 3])
  scripted.now += 2 * FRESH_MS
  send(2, one)
  t.same(views.pacePart(lesson)?.slice(0, 3), [2, 0, 1], 'what is older is forgotten')
  t.equal(views.moodsPart(lesson)?.[0][0], 4)
  open(scripted, Tool.reactions, ToolState.off)
  open(scripted, Tool.reactions)
  t.same(views.moodsPart(lesson), [[0, 0, 0, 0, 0, 0], 0], 'opened anew it begins anew')
  t.equal(send(2, one).verdict, duplicate, 'but knows what it knew')
})

t.test('T9 the wall: three open questions each, one vote each, none for oneself, approval where the teacher wants it', async (t) => {
  const scripted = begun()
  const { lesson } = scripted
  const post = (by: number, text = `Q of ${by}`) => scripted.tool(Kind.post, by, text).verdict
  const vote = (by: number, no: number, up = true) => scripted.tool(Kind.vote, by, no, up).verdict
  t.equal(post(1), wrongPhase)
  open(scripted, Tool.wall)
  t.equal(post(0), notAllowed)
  t.equal(post(1), accepted)
  t.equal(post(2), accepted)
  t.equal(vote(1, 0), notAllowed, 'not one\'s own')
  t.equal(vote(0, 0), notAllowed, 'no teacher votes')
  t.equal(vote(1, 7), unknownQuestion)
  t.equal(vote(1, 1), accepted)
  t.equal(vote(1, 1), duplicate)
  t.equal(vote(3, 1), accepted)
  t.equal(vote(3, 1, false), accepted)
  t.equal(vote(3, 1, false), duplicate)
  t.same(views.wallPart(lesson, 'students'), [2, [[1, 'Q of 2', 1, 1, nicknameOf(2)], [0, 'Q of 1', 0, 1, nicknameOf(1)]]])
  t.same(views.saidPart(lesson, 1), [false, [], [[0, 'Q of 1', 1]], [1]])
  open(scripted, Tool.wall, ToolState.held)
  t.equal(post(3), accepted)
  t.equal(vote(1, 2), wrongPhase, 'it waits')
  t.equal(views.wallPart(lesson, 'projectors')?.[0], 2)
  t.equal(views.wallPart(lesson, 'teachers')?.[1][2]?.[4], 'Name of s3')
  t.equal(scripted.tool(Kind.judge, 1, 2, PostStanding.shown).verdict, notAllowed)
  t.equal(scripted.tool(Kind.judge, 0, 9, PostStanding.shown).verdict, unknownQuestion)
  t.equal(scripted.tool(Kind.judge, 0, -1, PostStanding.shown).person, -1)
  t.equal(scripted.tool(Kind.judge, 0, 2, PostStanding.shown).person, 3)
  scripted.tool(Kind.judge, 0, 1, PostStanding.answered)
  t.same(views.wallPart(lesson, 'students')?.[1].map(([no]) => no), [0, 2, 1], 'answered ones come last')
  scripted.tool(Kind.judge, 0, 0, PostStanding.hidden)
  t.equal(views.wallPart(lesson, 'students')?.[0], 2)
  open(scripted, Tool.wall, ToolState.off)
  t.equal(vote(1, 2), wrongPhase)
  open(scripted, Tool.wall)
  t.equal(views.wallPart(lesson, 'students')?.[0], 2, 'questions outlive the closing')
  post(2)
  post(2)
  t.equal(post(2), accepted, 'answered questions leave room')
  t.equal(post(2), full)
})

t.test('T10 the cloud: three words each, in one form, Korean particles under their noun where it stands alone', async (t) => {
  const scripted = begun(12)
  const { lesson } = scripted
  const say = (by: number, text: string) => scripted.tool(Kind.word, by, text).verdict
  t.equal(say(1, '사과'), wrongPhase)
  open(scripted, Tool.cloud, ToolState.open, 'What did you eat?')
  t.equal(say(0, '사과'), notAllowed)
  for (const [i, text] of ['사과', '사과는', '사과를', '사과'.normalize('NFD'), ' 사과! '].entries()) t.equal(say(i + 1, text), accepted)
  for (const [i, text] of ['Apple', 'APPLE', 'ＡＰＰＬＥ'].entries()) t.equal(say(i + 1, text), accepted)
  t.equal(say(6, '과학과'), accepted, '과 after a vowel is no particle')
  t.equal(say(7, '과학'), accepted)
  t.equal(say(8, '교실로'), accepted)
  t.equal(say(9, '교실'), accepted, 'ㄹ takes 로')
  t.equal(say(10, 'x는'), accepted)
  t.equal(say(10, 'x'), accepted, 'no particle after a letter that is no syllable')
  t.same(views.cloudPart(lesson, 'students'), [10, [['사과', 5], ['Apple', 3], ['과학', 2], ['교실', 2], ['x', 1], ['x는', 1]]])
  t.equal(say(1, '사과'), duplicate)
  t.equal(say(1, '...'), badAnswer)
  t.equal(say(1, 'a'.repeat(21)), badAnswer)
  t.equal(say(1, '셋'), accepted)
  t.equal(say(1, '넷'), full)
  scripted.tool(Kind.hideWord, 0, '사과', true)
  scripted.tool(Kind.hideWord, 0, 'nothing', true)
  t.equal(views.cloudPart(lesson, 'projectors')?.[1][0]?.[0], 'Apple')
  t.same(views.cloudPart(lesson, 'teachers')?.[1][0], ['사과', 5, '사과', true])
  open(scripted, Tool.cloud, ToolState.held)
  t.equal(say(2, '늦음'), wrongPhase)
  open(scripted, Tool.cloud, ToolState.off)
  open(scripted, Tool.cloud, ToolState.open, 'Again')
  t.same(views.cloudPart(lesson, 'students'), [0, []])
  t.equal(views.widgetsPart(lesson)?.[5], 'Again')
})

t.test('T11 however much is asked and said, a phone reads little of it', async (t) => {
  const scripted = begun(800)
  const { lesson } = scripted
  scripted.set(Setting.namesHidden, false)
  open(scripted, Tool.wall)
  open(scripted, Tool.cloud)
  for (let who = 1; who <= 800; who++) {
    scripted.tool(Kind.post, who, '교'.repeat(200))
    for (let i = 0; i < 3; i++) scripted.tool(Kind.word, who, `${'가'.repeat(14)}${who * 3 + i}`)
  }
  t.equal(lesson.tools.wall.posts.length, TOOL_LIMITS.posts)
  t.equal(scripted.tool(Kind.post, 800, 'one more').verdict, full)
  t.equal(scripted.tool(Kind.word, 800, 'new').verdict, full)
  t.ok(lesson.tools.cloud.isFull)
  const size = (part: unknown): number => Buffer.byteLength(JSON.stringify(part))
  t.ok(size(views.wallPart(lesson, 'students')) + size(views.cloudPart(lesson, 'students')) < 1700)
  t.ok(size(views.wallPart(lesson, 'teachers')) < 20_000)
})

t.test('T12 picker and widgets are part of the digest once they are used', async (t) => {
  const one = begun()
  const other = begun()
  const events: Array<[ToolEvent[0], number, ...unknown[]]> = [
    [Kind.tool, 0, Tool.cloud, ToolState.open, ''], [Kind.tool, 0, Tool.reactions, ToolState.open, ''], [Kind.tool, 0, Tool.hands, ToolState.open, ''], [Kind.tool, 0, Tool.wall, ToolState.open, ''],
    [Kind.pick, 0, 0, 0, 7, bitsOf([1]), [[1]]], [Kind.pass, 1, 0], [Kind.light, 0, 1], [Kind.hand, 1, 1, true], [Kind.word, 1, '사과'],
    [Kind.post, 1, 'Q'], [Kind.reactions, -1, 1, 0, [1, 0, 0, 0, 0, 0, 0, 0, 0]]]
  for (const event of events) {
    const before = digest(one.state, false)
    t.equal(one.tool(...event).verdict, accepted)
    t.not(digest(one.state, false), before, `event ${event[0]}`)
    other.tool(...event)
    t.equal(digest(other.state, false), digest(one.state, false))
  }
})

t.test('T13 an open cloud or wall stands large until it closes or a question opens', async (t) => {
  const scripted = begun()
  const { lesson } = scripted
  const stage = (): unknown => views.widgetsPart(lesson)?.[6]
  const show = (to: Stage, by = 0) => scripted.tool(Kind.stage, by, to)
  t.equal(show(Stage.wall).verdict, wrongPhase, 'not open')
  open(scripted, Tool.wall)
  t.equal(stage(), Stage.lesson, 'a wall that opens waits to be shown')
  t.equal(show(Stage.cloud).verdict, wrongPhase)
  t.equal(show(Stage.wall, 1).verdict, notAllowed)
  t.equal(scripted.tool(Kind.stage, 0, 3).verdict, Verdict.unreadable)
  const before = digest(scripted.state, false)
  t.match(show(Stage.wall), { verdict: accepted, changed: Changed.widgets })
  t.equal(stage(), Stage.wall)
  t.not(digest(scripted.state, false), before, 'T12 it is part of the digest')
  open(scripted, Tool.cloud)
  t.equal(stage(), Stage.cloud, 'a cloud stands large at once')
  open(scripted, Tool.cloud, ToolState.held)
  open(scripted, Tool.wall, ToolState.off)
  t.equal(stage(), Stage.cloud, 'what closes beside it changes nothing')
  t.equal(scripted.ask().changed & Changed.widgets, Changed.widgets)
  t.equal(stage(), Stage.lesson, 'a question takes the projector back')
  scripted.close()
  show(Stage.cloud)
  t.equal(scripted.again().changed & Changed.widgets, Changed.widgets, 'so does a round')
  scripted.close()
  t.equal(scripted.again().changed & Changed.widgets, 0)
  show(Stage.cloud)
  open(scripted, Tool.cloud, ToolState.off)
  t.equal(stage(), Stage.lesson)
  t.equal(show(Stage.lesson).verdict, accepted)
})

t.test('S2 who is removed is gone from draw and wall, but for teachers, until he is let in again', async (t) => {
  const scripted = begun()
  const { lesson } = scripted
  open(scripted, Tool.wall)
  scripted.tool(Kind.post, 1, 'Q of 1')
  pick(scripted, [[1, 2]])
  const seen = (audience: 'students' | 'teachers') => [views.wallPart(lesson, audience)?.[0], views.drawPart(lesson, audience)?.[5][0]?.map(([, who]) => who)]
  const { changed } = scripted.remove(1)
  t.equal(changed & (Changed.draw | Changed.wall), Changed.draw | Changed.wall)
  t.same([seen('students'), seen('teachers')], [[0, [2]], [1, [1, 2]]])
  scripted.remove(1, false)
  t.same(seen('students'), [1, [1, 2]])
})
