import { cleanNickname, isNickname, lookOf } from '../../../server/classroom/nickname.ts'
import type { Person } from '../../../server/wire/messages.ts'
import type { LanguageCode } from '../messages/language.svelte.ts'
import { nicknameIn, nicknameWords } from '../nickname.ts'

const LANGUAGES: readonly LanguageCode[] = ['ko', 'en']

export type NicknameFault = 'letters' | 'taken'

/** Why person `who` cannot be called so, as the relay would judge; drawn nicknames of others count in every language. */
export function nicknameFault (text: string, who: number, people: readonly Person[]): NicknameFault | null {
  const nickname = cleanNickname(text)
  if (!isNickname(nickname)) return 'letters'
  const look = lookOf(nickname)
  const taken = people.some(([index, , , , , , , , , , , code]) => index !== who && LANGUAGES.some((language) => lookOf(nicknameIn(language, code)) === look))
  return taken ? 'taken' : null
}

/** A nickname of kind words that nobody has; `random` gives numbers from 0 up to 1. */
export function freeNickname (language: LanguageCode, who: number, people: readonly Person[], random: () => number): string {
  const { adjectives, animals } = nicknameWords(language)
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? ''
  for (let tries = 0; tries < 100; tries++) {
    const nickname = `${pick(adjectives)} ${pick(animals)}`
    if (nicknameFault(nickname, who, people) === null) return nickname
  }
  return ''
}
