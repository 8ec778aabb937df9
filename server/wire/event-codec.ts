import type { SocketEvent, UserEvent } from '../classroom/events.ts'
import { decode } from './codec.ts'
import { checkSocketEvent, checkUserEvent } from './schemas.ts'

/** The event of a record of the `socket` lane, or null where it is none. Never throws. */
export function decodeSocketEvent (bytes: Uint8Array): SocketEvent | null {
  return checkSocketEvent(decoded(bytes))
}

/** The event of a record of the `user` lane, or null where it is none. Never throws. */
export function decodeUserEvent (bytes: Uint8Array): UserEvent | null {
  return checkUserEvent(decoded(bytes))
}

function decoded (bytes: Uint8Array): unknown {
  try {
    return decode(bytes)
  } catch {
    return undefined
  }
}
