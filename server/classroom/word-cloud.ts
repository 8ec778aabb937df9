import { normalise } from './text.ts'
import { TOOL_LIMITS } from './tool-model.ts'

const EDGES = /^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu

/**
 * Particles that a noun takes in Korean, by whether they follow a final consonant (받침) or a vowel. Those that
 * follow both stand in both. Longer ones first.
 */
const AFTER_CONSONANT = ['이에요', '이라는', '이라고', '이란', '이요', '으로', '에서', '까지', '부터', '처럼', '입니다', '은', '이', '을', '과', '의', '에', '도', '만']
const AFTER_VOWEL = ['예요', '라는', '라고', '란', '요', '로', '에서', '까지', '부터', '처럼', '입니다', '는', '가', '를', '와', '의', '에', '도', '만']
const FIRST_SYLLABLE = 0xac00
const LAST_SYLLABLE = 0xd7a3
const FINALS = 28
/** The final consonant ㄹ takes 로, as a vowel does. */
const RIEUL = 8

/** A word as the cloud counts it: one form of case, width and composition, no marks at its edges; '' of a text that has no letter. */
export function cloudKey (text: string): string {
  return normalise(normalise(text).replace(EDGES, ''))
}

/** Whether a text can be a word of the cloud. */
export function isCloudWord (text: string): boolean {
  const { length } = Array.from(cloudKey(text))
  return length > 0 && length <= TOOL_LIMITS.word
}

interface Spelling { shown: string, n: number, hidden: boolean }

/** The words of a class, as often as different people said them. */
export class WordCloud {
  readonly #words = new Map<string, Spelling>()
  readonly #said = new Map<number, string[]>()

  /** People who said something. */
  get people (): number {
    return this.#said.size
  }

  /** What `who` said, as the cloud counts it. */
  saidBy (who: number): readonly string[] {
    return this.#said.get(who) ?? []
  }

  has (word: string): boolean {
    return this.#words.has(word)
  }

  get isFull (): boolean {
    return this.#words.size >= TOOL_LIMITS.words
  }

  /** Takes a new word of `who`. */
  add (who: number, text: string): void {
    const key = cloudKey(text)
    const shown = text.normalize('NFC').replace(EDGES, '')
    const spelling = this.#words.get(key) ?? { shown, n: 0, hidden: false }
    spelling.n++
    this.#words.set(key, spelling)
    this.#said.set(who, [...this.saidBy(who), key])
  }

  hide (word: string, hidden: boolean): void {
    const spelling = this.#words.get(word)
    if (spelling !== undefined) spelling.hidden = hidden
  }

  /**
   * The words, the most frequent first, in code point order where equal. One with a particle is counted under its
   * noun where somebody said the noun alone: 사과는 is 사과 then, and 과학과 stays what it is.
   */
  rows (): Array<[word: string, shown: string, n: number, hidden: boolean]> {
    const sums = new Map<string, Spelling>()
    for (const [word, spelling] of this.#words) {
      const noun = this.#nounOf(word)
      const own = this.#words.get(noun) as Spelling
      const sum = sums.get(noun) ?? { ...own, n: 0 }
      sum.n += spelling.n
      sums.set(noun, sum)
    }
    return [...sums].sort(([a, { n }], [b, { n: m }]) => m - n || (a < b ? -1 : 1))
      .map(([word, { shown, n, hidden }]) => [word, shown, n, hidden])
  }

  /** Everything kept, for the digest. */
  dump (): object {
    return { words: this.#words, said: [...this.#said] }
  }

  #nounOf (word: string): string {
    for (const particle of AFTER_CONSONANT.concat(AFTER_VOWEL)) {
      if (!word.endsWith(particle)) continue
      const noun = word.slice(0, -particle.length)
      if (this.#words.has(noun) && takes(noun, particle)) return noun
    }
    return word
  }
}

/** Whether Korean puts this particle after a noun with this ending. */
function takes (noun: string, particle: string): boolean {
  const code = noun.charCodeAt(noun.length - 1)
  if (code < FIRST_SYLLABLE || code > LAST_SYLLABLE) return false
  const final = (code - FIRST_SYLLABLE) % FINALS
  if (particle === '로' && final === RIEUL) return true
  return (final === 0 ? AFTER_VOWEL : AFTER_CONSONANT).includes(particle)
}
