import { browserStore } from '../storage.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import type { Messages } from './ko.ts'

export type LanguageCode = 'ko' | 'en'

const KEY = 'lectern.language'
const kept = browserStore(() => localStorage)

/** The language of the screens: what was chosen here before, else the browser's, else English. */
class Language {
  #code: LanguageCode = $state(initial())

  get code (): LanguageCode {
    return this.#code
  }

  /** Switches every screen at once and remembers it. */
  choose (code: LanguageCode): void {
    this.#code = code
    kept.write(KEY, code)
    this.mark()
  }

  /** Switches the screens of this page without remembering it. */
  lend (code: LanguageCode): void {
    this.#code = code
    this.mark()
  }

  /** Names the language in the document, for screen readers and fonts. */
  mark (): void {
    document.documentElement.lang = this.#code
  }
}

export const language = new Language()

/** The sentences of the language chosen; read inside markup or `$derived` so that a switch is followed. */
export function words (): Messages {
  return language.code === 'ko' ? ko : en
}

function initial (): LanguageCode {
  const chosen = kept.read(KEY)
  if (chosen === 'ko' || chosen === 'en') return chosen
  const first = navigator.languages.map(each => each.slice(0, 2)).find(each => each === 'ko' || each === 'en')
  return first === 'ko' ? 'ko' : 'en'
}
