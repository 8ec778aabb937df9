import type { RoomReply } from '../../../server/wire/api.ts'

/** How a frame of the preview looks. */
export interface Look {
  language: 'ko' | 'en'
  dark: boolean
  /** Whether nothing moves. */
  calm: boolean
}

/** What the preview tells its frames. */
export type FrameMessage =
  | { lectern: 'look', look: Look }
  /** The next step, as the yellow button takes it. */
  | { lectern: 'next' }
  /** The question that is to come next, by index. */
  | { lectern: 'choose', index: number }
  | { lectern: 'end' }

/** The address of a frame that takes a seat. The seat stands in the fragment, which never leaves the browser. */
export function seatAddress (seat: RoomReply): string {
  return `/enter#seat=${encodeURIComponent(JSON.stringify(seat))}`
}

/** The seat in a fragment; null where there is none. */
export function seatOf (fragment: string): RoomReply | null {
  const text = /^#seat=(.+)$/.exec(fragment)?.[1]
  if (text === undefined) return null
  try {
    return JSON.parse(decodeURIComponent(text)) as RoomReply
  } catch {
    return null
  }
}
