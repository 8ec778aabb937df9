/** A column holds one fact of every participant, at the participant's dense index. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array

const INT32_MAX = 2 ** 31 - 1

/** The column itself if it has `length` places, else a copy at least twice as long as before. */
export function grow<C extends Column> (column: C, length: number): C {
  if (length <= column.length) return column
  const Kind = column.constructor as new (length: number) => C
  const longer = new Kind(Math.max(length, column.length * 2))
  longer.set(column)
  return longer
}

/** `ms` as an Int32 column can hold it: 24 days either way, far beyond any lesson. */
export function clampOffset (ms: number): number {
  return Math.max(-INT32_MAX, Math.min(INT32_MAX, ms))
}
