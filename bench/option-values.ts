/** A command line that makes no sense; the message is for a person. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The `part`-th of `of` equal parts, from 1. */
export interface Shard {
  part: number
  of: number
}

/** @throws UsageError */
export function whole (option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most) throw new UsageError(`${option} is ${text}; allowed: whole numbers from ${least} to ${most}`)
  return value
}

/** Whole numbers from 1 with commas. @throws UsageError */
export function list (option: string, text: string, most: number): [number, ...number[]] {
  const [first, ...others] = text.split(',').map((number) => whole(option, number, 1, most))
  return [first!, ...others]
}

/** @throws UsageError */
export function shard (text: string): Shard {
  const [, part, of] = /^(\d{1,3})\/(\d{1,3})$/.exec(text)?.map(Number) ?? []
  if (part === undefined || of === undefined || part < 1 || part > of) throw new UsageError(`--shard is ${text}; allowed: I/N with I from 1 to N, at most 999`)
  return { part, of }
}
