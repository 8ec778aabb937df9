import { consoleEn } from '../messages/console.en.ts'
import { consoleKo } from '../messages/console.ko.ts'
import type { ConsoleMessages } from '../messages/console.ko.ts'
import type { HelpMessages } from '../messages/help.ko.ts'
import { language, words } from '../messages/language.svelte.ts'

/** The console's sentences in the language chosen; read inside markup or `$derived` so that a switch is followed. */
export function consoleWords (): ConsoleMessages {
  return language.code === 'ko' ? consoleKo : consoleEn
}

/** The line of help of each control, in that language. */
export function helpWords (): HelpMessages {
  return consoleWords().help
}

/** What a class is called: its title, else its code. */
export function classTitle (title: string, code: string): string {
  return title === '' ? words().classNamed(code) : title
}

/** A time of day as the language writes it, with seconds or without. */
export function timeOfDay (ms: number, seconds = true): string {
  return new Intl.DateTimeFormat(language.code, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(seconds ? { second: '2-digit' } : {}) }).format(ms)
}

/** A day and time as the language writes them. */
export function dayAndTime (ms: number): string {
  return new Intl.DateTimeFormat(language.code, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms)
}

/** Seconds as m:ss. */
export function minutes (ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
