import type { SocketEvent, UserEvent } from '../classroom/events.ts'
import type { MediaEvent } from '../classroom/media-events.ts'
import { decode } from './codec.ts'

/** What a record of the `socket` lane holds. Whether it is an event that this release knows, the fold checks. */
export function decodeSocketEvent (bytes: Uint8Array): SocketEvent {
  return decoded(bytes) as SocketEvent
}

/** What a record of the `user` lane holds. Whether it is an event that this release knows, the fold checks. */
export function decodeUserEvent (bytes: Uint8Array): UserEvent {
  return decoded(bytes) as UserEvent
}

/** What a record of the `media` lane holds. Whether it is an event that this release knows, the fold checks. */
export function decodeMediaEvent (bytes: Uint8Array): MediaEvent {
  return decoded(bytes) as MediaEvent
}

/** Bytes that are not msgpack are no event either; they come as an empty array, which no fold takes. */
function decoded (bytes: Uint8Array): unknown {
  try {
    return decode(bytes)
  } catch {
    return []
  }
}
