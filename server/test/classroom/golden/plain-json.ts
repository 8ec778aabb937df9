/** An event as JSON has it, which knows no bytes: they stand as `{ bytes: […] }`, however deep. */
export function toJson (value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] }
  return Array.isArray(value) ? value.map(toJson) : value
}

/** The event that `toJson` was given. */
export function fromJson (value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromJson)
  return isBytes(value) ? Uint8Array.from(value.bytes) : value
}

function isBytes (value: unknown): value is { bytes: number[] } {
  return typeof value === 'object' && value !== null && 'bytes' in value
}
