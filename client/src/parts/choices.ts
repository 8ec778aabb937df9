import type { QuestionType } from '../../../server/classroom/model.ts'

/** A choice's letter: bit i of an answer is choice i, and i is its letter for good. */
export function letterOf (choice: number): string {
  return String.fromCharCode(65 + choice)
}

/** The choices whose bits are set in `mask`, in letter order. */
export function choicesIn (mask: number): number[] {
  const found: number[] = []
  for (let choice = 0; mask >> choice !== 0; choice++) {
    if ((mask >> choice) % 2 === 1) found.push(choice)
  }
  return found
}

/** Whether a question is answered by tapping tiles. */
export function hasTiles (type: QuestionType): boolean {
  return type !== 'numeric' && type !== 'text'
}

/** The texts of the tiles in letter order; `trueFalse` are the words of that type, which has no texts of its own. */
export function choiceTexts (question: { type: QuestionType, choices: string[] }, trueFalse: readonly string[]): readonly string[] {
  return question.type === 'truefalse' ? trueFalse : question.choices
}

/**
 * The order in which a phone shows shuffled choices: the same on every visit of the same participant, so
 * that a reload moves nothing. Fisher–Yates over mulberry32.
 */
export function shuffledOrder (count: number, participant: number, question: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i)
  let state = (Math.imul(participant + 1, 0x9E3779B1) ^ Math.imul(question + 1, 0x85EBCA6B)) >>> 0
  const random = (): number => {
    state = (state + 0x6D2B79F5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const moved = order[i] as number
    order[i] = order[j] as number
    order[j] = moved
  }
  return order
}
