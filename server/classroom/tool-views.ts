import type { Lesson } from './live-lesson.ts'
import type { Audience } from './model.ts'
import type { Draw } from './picker.ts'
import { EMOJI, PickMode, PostStanding } from './tool-model.ts'
import type { Light, Stage, TimerMode, ToolState } from './tool-model.ts'
import { shownName } from './views.ts'

/**
 * What each audience may see of picker and widgets, in the shapes of server/wire/messages.ts without the leading
 * kind. All are null until a tool was used in the lesson. Where names are hidden, students and projectors read
 * nicknames; a phone's parts are bounded in bytes, so that its view stays small.
 */

/** People listed of groups: a wall that must be read from the last row, a teacher's screen. A phone has its own group. */
const LISTED = { students: 0, projectors: 48, teachers: 300 }
const WALL_BYTES = { students: 900, projectors: 4096, teachers: 16 * 1024 }
const CLOUD_BYTES = { students: 600, projectors: 2048, teachers: 4096 }
const CLOUD_ROWS = 60
const HAND_ROWS = 50
const HISTORY_ROWS = 30
/** What a row costs beside its text. */
const ROW_BYTES = 12

export type Drawn = [name: string, index: number, passed: boolean]

function nameFor (lesson: Lesson, who: number, audience: Audience): string {
  return audience === 'teachers' ? lesson.people.nameOf(who) : shownName(lesson, who)
}

/** The draw that shows: `no` is -1 while none does. Who let it pass is named to teachers alone; elsewhere the name goes, as does that of who was removed. */
export function drawPart (lesson: Lesson, audience: Audience): [no: number, at: number, mode: PickMode, seed: number, pool: number, groups: Drawn[][], of: number] | null {
  const { picker, used } = lesson.tools
  const { last, shown } = picker
  if (!used || last === null) return null
  if (!shown) return [-1, 0, PickMode.people, 0, 0, [], 0]
  const listed = last.mode === PickMode.people || last.groups.flat().length <= LISTED[audience]
  const groups = listed ? last.groups.map((group) => drawnOf(lesson, last, group, audience)) : []
  return [picker.draws.length - 1, last.at, last.mode, last.seed, last.pool, groups, last.groups.length]
}

function drawnOf (lesson: Lesson, { passed }: Draw, group: number[], audience: Audience): Drawn[] {
  return group.filter((who) => audience === 'teachers' || (!passed.includes(who) && !lesson.people.isRemoved(who)))
    .map((who) => [nameFor(lesson, who, audience), who, passed.includes(who)])
}

export type DrawRow = [no: number, at: number, mode: PickMode, pool: number, names: string[], groups: number]

/** For teachers: the draws so far, the latest first. */
export function drawsPart ({ people, tools: { picker, used } }: Lesson): [DrawRow[]] | null {
  if (!used) return null
  return [picker.draws.slice(-HISTORY_ROWS).map(({ at, mode, pool, groups }, i): DrawRow => {
    const no = Math.max(0, picker.draws.length - HISTORY_ROWS) + i
    return [no, at, mode, pool, mode === PickMode.people ? groups.flat().map((who) => people.nameOf(who)) : [], groups.length]
  }).reverse()]
}

/** The clock, the light, the dice, which tools are open, what the cloud asks, and what stands large on the wall. */
export function widgetsPart ({ tools: { used, timer, light, dice, states, prompt, stage } }: Lesson): [timer: [TimerMode, boolean, number, number], light: Light, faces: number[], thrownAt: number, states: ToolState[], prompt: string, stage: Stage] | null {
  if (!used) return null
  return [[timer.mode, timer.running, timer.ms, timer.at], light, dice.faces, dice.at, Object.values(states), prompt, stage]
}

/** For projectors and teachers: how often each emoji came since the tool was opened, and when the last did. */
export function moodsPart ({ tools: { used, moods } }: Lesson): [sums: number[], at: number] | null {
  return used ? [moods.totals.slice(0, EMOJI), moods.at] : null
}

/** For teachers: too fast, too slow, lost, of the last one to two minutes before `at`. */
export function pacePart ({ tools: { used, moods } }: Lesson): [fast: number, slow: number, lost: number, at: number] | null {
  const [fast = 0, slow = 0, lost = 0] = moods.fresh.slice(EMOJI)
  return used ? [fast, slow, lost, moods.at] : null
}

/** Those whose hand is up, in their order; nobody who left. */
function raised ({ people, tools: { hands } }: Lesson): number[] {
  return [...hands.keys()].filter((who) => people.isRanked(who) && !people.hasLeft(who))
}

/** How many hands are up. */
export function handsPart (lesson: Lesson): [number] | null {
  return lesson.tools.used ? [raised(lesson).length] : null
}

/** For teachers: whose hands, the first 50 in their order. */
export function queuePart (lesson: Lesson): [Array<[index: number, name: string, at: number]>] | null {
  const { people, tools: { used, hands } } = lesson
  if (!used) return null
  return [raised(lesson).slice(0, HAND_ROWS).map((who) => [who, people.nameOf(who), hands.get(who) as number])]
}

export type PostRow = [no: number, text: string, votes: number, standing: PostStanding, name: string]

/** Questions on the wall, the most wanted first; teachers see those that wait and those that are hidden too. `of` is how many there are. */
export function wallPart (lesson: Lesson, audience: Audience): [of: number, rows: PostRow[]] | null {
  const { used, wall } = lesson.tools
  if (!used) return null
  const teachers = audience === 'teachers'
  const order = wall.order(({ standing, by }) => teachers || (!lesson.people.isRemoved(by) && (standing === PostStanding.shown || standing === PostStanding.answered)))
  const rows = order.map((no): PostRow => {
    const { text, votes, standing, by } = wall.posts[no] as typeof wall.posts[number]
    return [no, text, votes, standing, nameFor(lesson, by, audience)]
  })
  return [order.length, within(rows, WALL_BYTES[audience], ([, text, , , name]) => text + name)]
}

export type CloudRow = [word: string, n: number, key?: string, hidden?: boolean]

/** The most frequent words; for teachers with how the cloud counts them, and those taken out. `people` said something. */
export function cloudPart ({ tools: { used, cloud } }: Lesson, audience: Audience): [people: number, rows: CloudRow[]] | null {
  if (!used) return null
  const teachers = audience === 'teachers'
  const rows = cloud.rows().filter(([, , , hidden]) => teachers || !hidden).slice(0, CLOUD_ROWS)
    .map(([key, shown, n, hidden]): CloudRow => teachers ? [shown, n, key, hidden] : [shown, n])
  return [cloud.people, within(rows, CLOUD_BYTES[audience], ([word, , key = '']) => word + key)]
}

/** The first rows that together stay within `max` bytes. A character has at most three bytes a UTF-16 unit. */
function within<R> (rows: R[], max: number, textOf: (row: R) => string): R[] {
  let bytes = 0
  const end = rows.findIndex((row) => (bytes += ROW_BYTES + 3 * textOf(row).length) > max)
  return end < 0 ? rows : rows.slice(0, end)
}

/** How the last draw concerns a person: the own group (-1: not drawn), who else is in it, and whether he may pass. */
export function drawnPart (lesson: Lesson, who: number): [no: number, group: number, mates: string[], mayPass: boolean] | null {
  const { picker } = lesson.tools
  const { last } = picker
  if (last === null || !lesson.people.has(who)) return null
  const group = last.passed.includes(who) ? -1 : last.groups.findIndex((each) => each.includes(who))
  const mates = (last.groups[group] ?? []).filter((other) => other !== who).map((other) => nameFor(lesson, other, 'students'))
  return [picker.draws.length - 1, group, mates, picker.mayPass(who)]
}

/** What a person did with the tools: hand up, words said, own questions, questions voted for. */
export function saidPart (lesson: Lesson, who: number): [hand: boolean, words: readonly string[], posts: Array<[no: number, text: string, standing: PostStanding]>, votes: number[]] | null {
  const { tools, people } = lesson
  if (!tools.used || !people.has(who) || people.isTeacher(who)) return null
  const { posts } = tools.wall
  const own = posts.flatMap(({ by, text, standing }, no): Array<[number, string, PostStanding]> => by === who ? [[no, text, standing]] : [])
  const votes = posts.flatMap((post, no) => tools.wall.hasVoted(post, who) ? [no] : [])
  return [tools.hands.has(who), tools.cloud.saidBy(who), own.slice(-OWN_POSTS), votes]
}

/** Own questions that a phone lists. */
const OWN_POSTS = 3
