import { LIMITS } from '../../classroom/limits.ts'
import type { Question } from '../../classroom/model.ts'
import { questionOf } from './draft.ts'
import type { Manner } from './draft.ts'

/** Something to be ordered or matched, without markup. */
export interface Unasked {
  text: string
  explanation: string
  manner: Manner
}

/** A matching question as one question a pair: which of all partners is its own. The points of the whole are shared. */
export function fromPairs ({ text, explanation, manner }: Unasked, pairs: Array<[left: string, right: string]>): Question[] {
  const partners = [...new Set(pairs.map(([, right]) => right))].sort(byLetter)
  const asked = pairs.filter(([left]) => left !== '')
  const points = Math.round((manner.points ?? 100) / Math.max(1, asked.length))
  return asked.map(([left, right]) => {
    const choices = around(partners, right)
    return questionOf('single', [text, left].filter((part) => part !== '').join('\n'), choices, { mask: 1 << choices.indexOf(right) }, explanation, { ...manner, points })
  })
}

/** A partner with as many others as a question has room for. */
function around (partners: string[], right: string): string[] {
  if (partners.length <= LIMITS.choicesMax) return partners
  const others = partners.filter((partner) => partner !== right).slice(0, LIMITS.choicesMax - 1)
  return [...others, right].sort(byLetter)
}

/** Something to be ordered as the question what comes first. Its letters must not tell, so they are in alphabetical order. */
export function fromOrder ({ text, explanation, manner }: Unasked, items: string[]): Question[] {
  const [first] = items
  if (first === undefined) return []
  const choices = items.slice(0, LIMITS.choicesMax).sort(byLetter)
  const ask = /[\uac00-\ud7a3]/.test(text + first) ? '가장 먼저 오는 것은 무엇인가요?' : 'What comes first?'
  return [questionOf('single', [text, ask].filter((part) => part !== '').join('\n'), choices, { mask: 1 << choices.indexOf(first) }, [explanation, items.join(' → ')].filter((part) => part !== '').join('\n'), manner)]
}

function byLetter (a: string, b: string): number {
  return a.localeCompare(b, 'ko')
}
