import { Kind } from '../../classroom/events.ts'
import { Role, Setting } from '../../classroom/model.ts'
import type { AnswerValue, Question } from '../../classroom/model.ts'
import { ScriptedLesson } from './scripted-lesson.ts'

/** Questions of every type; in each pair only the solution differs. */
const QUESTIONS: Array<[Partial<Question>, Partial<Question>]> = [
  [{ seconds: 20, speed: true }, { solution: { mask: 4 }, explanation: 'Otherwise.', seconds: 20, speed: true }],
  [{ type: 'several', solution: { mask: 5 }, change: false }, { type: 'several', solution: { mask: 3 }, change: false }],
  [{ type: 'truefalse', choices: [], solution: { mask: 1 }, live: true }, { type: 'truefalse', choices: [], solution: { mask: 2 }, live: true }],
  [{ type: 'numeric', choices: [], solution: { value: 3, tolerance: 0.5 } }, { type: 'numeric', choices: [], solution: { value: 1, tolerance: 0 } }],
  [{ type: 'text', choices: [], solution: { accepted: ['서울', 'w1'] } }, { type: 'text', choices: [], solution: { accepted: ['w2'] } }],
  [{ type: 'survey', solution: null, live: true }, { type: 'survey', solution: null, live: true, explanation: 'None.' }]
]

/** Whole numbers from 0 to below `n`. */
export type Dice = (n: number) => number

/** Dice that always fall in the same way for the same seed (mulberry32). */
export function dice (seed: number): Dice {
  let state = seed
  return (n) => {
    state = state + 0x6d2b79f5 | 0
    let mixed = Math.imul(state ^ state >>> 15, state | 1)
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61)
    return ((mixed ^ mixed >>> 14) >>> 0) % n
  }
}

const KEYS = ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8']

/** A lesson in which everyone does anything at any time: sensible, too late, twice, out of turn. */
export function randomLesson (roll: Dice, steps: number): ScriptedLesson {
  const scripted = new ScriptedLesson()
  scripted.students(4)
  for (let i = 0; i < steps; i++) randomStep(scripted, roll)
  return scripted
}

/** One thing that somebody does next. `solutions` 0 or 1 chooses which of its two solutions a question has; all else is the same. */
export function randomStep (scripted: ScriptedLesson, roll: Dice, solutions: 0 | 1 = 0): void {
  scripted.now += roll(4000)
  const what = roll(25)
  const { lesson } = scripted
  const basedOn = roll(8) === 0 ? lesson.steered - 1 : lesson.steered
  const target = roll(10)
  if (what < 9) return answer(scripted, roll)
  switch (what) {
    case 9: return void scripted.ask(QUESTIONS[roll(QUESTIONS.length)]?.[solutions], { basedOn })
    case 10: return void scripted.close({ basedOn })
    case 11: return void scripted.timeout(scripted.now)
    case 12: return void scripted.reveal({ basedOn }, roll(4) === 0 ? 1 : 0)
    case 13: return void scripted.again({ basedOn })
    case 14: return void (roll(3) === 0 ? scripted.skip({ basedOn }) : scripted.reveal({ basedOn }))
    case 15: return void scripted.show(roll(2) === 0 ? 0 : 1, { basedOn })
    case 16: return void scripted.accept(target - 1)
    case 17: return void (roll(2) === 0 ? scripted.set(Setting.locked, roll(3) === 0) : scripted.set(Setting.namesHidden, roll(2) === 0))
    case 18: return void scripted.factor(target, 1 + roll(3) / 2)
    case 19: return void scripted.remove(target, roll(3) === 0)
    case 20: return void scripted.leave(KEYS[roll(KEYS.length)] as string)
    case 21: return void scripted.control(roll(3), `name ${roll(3)}`, Uint8Array.of(roll(256)), roll(2) === 0)
    case 22: return void scripted.extend(roll(60) * 1000, { basedOn })
    case 23: return manage(scripted, roll)
    default: return join(scripted, roll)
  }
}

/** What is rare: the opener has the control most of the time. */
function manage (scripted: ScriptedLesson, roll: Dice): void {
  const what = roll(8)
  if (what === 0) scripted.quiz(roll(2))
  else if (what === 1) scripted.fold([Kind.open, 'L2', scripted.now, scripted.id(), 's1', 'Lee', '', false])
  else if (what === 2) scripted.excuse(roll(6), roll(3) > 0)
  else scripted.take(what < 5 ? 0 : scripted.who('t2'))
}

function join (scripted: ScriptedLesson, roll: Dice): void {
  if (roll(12) === 0) return void scripted.join('t2', { role: Role.teacher })
  const key = KEYS[roll(KEYS.length)] as string
  scripted.join(key, { jti: `token of ${key}`, id: scripted.id(roll(9) === 0 ? 2 : 1), factor: roll(6) === 0 ? 2 : 1 })
}

/** Of any type: what does not fit is refused. */
function answer (scripted: ScriptedLesson, roll: Dice): void {
  const value: AnswerValue = scripted.lesson.current?.question.type === 'text' ? `W${roll(4)}` : roll(5)
  scripted.answer(KEYS[roll(KEYS.length)] as string, value, { revision: roll(4), at: scripted.now - roll(3000) })
}
