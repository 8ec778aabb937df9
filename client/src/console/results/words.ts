import { language } from '../../messages/language.svelte.ts'
import { resultsEn } from '../../messages/results.en.ts'
import { resultsKo } from '../../messages/results.ko.ts'
import type { ResultMessages } from '../../messages/results.ko.ts'

/** The sentences of the results in the language chosen; read inside markup or `$derived` so that a switch is followed. */
export function resultWords (): ResultMessages {
  return language.code === 'ko' ? resultsKo : resultsEn
}

/** A whole day as the language writes it. */
export function longDay (ms: number): string {
  return new Intl.DateTimeFormat(language.code, { dateStyle: 'long' }).format(ms)
}

/** A day and time with its year. */
export function longTime (ms: number): string {
  return new Intl.DateTimeFormat(language.code, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }).format(ms)
}
