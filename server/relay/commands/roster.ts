import { encode } from '../../wire/codec.ts'
import { Down } from '../../wire/messages.ts'
import type { Person, RosterFrame } from '../../wire/messages.ts'
import { splice } from '../../wire/splice.ts'
import type { Room } from '../room.ts'
import type { Session } from '../session.ts'

/** A page is sent when it is asked for, so it follows the speed of the line. */
const PAGE_BYTES = 16 * 1024

/** A teacher reads the roster, a page of at most 16 KiB at a time. */
export function roster (room: Room, session: Session, frame: RosterFrame): void {
  if (!session.isTeacher) {
    room.forbid(session, frame)
    return
  }
  const rows: Uint8Array[] = []
  let bytes = 0
  let next = frame[1]
  for (; bytes < PAGE_BYTES; next++) {
    const person: Person | null = room.person(next)
    if (person === null) break
    const row = encode(person)
    if (bytes + row.length > PAGE_BYTES) break
    rows.push(row)
    bytes += row.length
  }
  session.line.send(splice([Down.roster, room.person(next) === null ? -1 : next], [splice([], rows)]))
}
