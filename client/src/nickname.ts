import type { LanguageCode } from './messages/language.svelte.ts'
import { nicknamesEn } from './messages/nicknames.en.ts'
import { nicknamesKo } from './messages/nicknames.ko.ts'

/** The words that nicknames are made of, as many as `nicknameOf` of server/classroom/nickname.ts counts on. */
export interface NicknameWords {
  adjectives: readonly string[]
  animals: readonly string[]
}

const WORDS: Record<LanguageCode, NicknameWords> = { ko: nicknamesKo, en: nicknamesEn }

/** The words of a language. */
export function nicknameWords (language: LanguageCode): NicknameWords {
  return WORDS[language]
}

/** Puts a nickname's code `adjective:animal[:n]` into words; what is none stays as it is. */
export function nicknameIn (language: LanguageCode, code: string): string {
  const numbers = /^(\d+):(\d+)(?::(\d+))?$/.exec(code)
  if (numbers === null) return code
  const [, adjective, animal, n] = numbers
  const words = [WORDS[language].adjectives[Number(adjective)], WORDS[language].animals[Number(animal)], n]
  return words.filter((word) => word !== undefined).join(' ')
}
