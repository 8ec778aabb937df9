import type { Question } from '../classroom/model.ts'
import type { Manner } from './import/draft.ts'

/** What a quiz file says in our own words, where its format has none: `survey seconds=20 live=no`. */
export interface LecternWords {
  survey: boolean
  /** Several may be chosen, though only one of them is right. */
  several: boolean
  manner: Manner
}

const WORD = /([a-z]+)(?:=(?:"([^"]*)"|([^\s,]*)))?/gi

/**
 * Reads `survey`, `several`, `seconds=30`, `points=50`, `speed`, `change`, `shuffle`, `live` with yes or no, and
 * `unit=km/h` or `unit="per cent"`. Unknown words are passed over.
 */
export function readWords (text: string): LecternWords {
  const words: LecternWords = { survey: false, several: false, manner: {} }
  for (const [, spelled = '', quoted, bare = ''] of text.matchAll(WORD)) {
    const name = spelled.toLowerCase()
    const value = quoted ?? bare
    if (name === 'survey' || name === 'several') words[name] = true
    if ((name === 'seconds' || name === 'points') && /^\d{1,4}$/.test(value)) words.manner[name] = Number(value)
    if (name === 'unit' && value !== '') words.manner.unit = value
    if (name === 'speed' || name === 'change' || name === 'shuffle' || name === 'live') words.manner[name] = value.toLowerCase() !== 'no'
  }
  return words
}

/** What `readWords` makes of a question again; the unit apart, where it stands elsewhere or has a quote in it. */
export function writeWords (question: Question, withUnit: boolean): string {
  const { type, seconds, points, unit = '' } = question
  const switches = (['speed', 'change', 'shuffle', 'live'] as const).map((name) => `${name}=${question[name] ? 'yes' : 'no'}`)
  return [
    ...type === 'survey' || type === 'several' ? [type] : [],
    `seconds=${seconds}`,
    `points=${points}`,
    ...switches,
    ...withUnit && unit !== '' ? [`unit="${unit.replace(/["\s]+/g, ' ')}"`] : []
  ].join(' ')
}
