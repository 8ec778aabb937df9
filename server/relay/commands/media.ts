import { Media } from '../../classroom/media-events.ts'
import type { MediaEvent } from '../../classroom/media-events.ts'
import { MediaAct, rowOf } from '../../classroom/media.ts'
import { sharedRow } from '../../classroom/media-views.ts'
import { MEDIA_PASS_SECONDS } from '../../tokens.ts'
import { encode } from '../../wire/codec.ts'
import { Down, Up } from '../../wire/messages.ts'
import type { MediaListFrame, SharedMediaFrame } from '../../wire/messages.ts'
import { splice } from '../../wire/splice.ts'
import type { Room } from '../room.ts'
import type { Session } from '../session.ts'

const PAGE_BYTES = 16 * 1024

/** Shares, approves, removes, shows. Only what the sidecar has seen for this person in this lesson can be shared (rule M10). */
export function shareMedia (room: Room, session: Session, frame: SharedMediaFrame, now: number): void {
  const n = frame[1]
  const { lesson } = room.state
  if (lesson === null || session.who < 0) {
    session.fail(n, 'not-joined')
    return
  }
  const leads = frame[0] === Up.allowMedia || (frame[0] === Up.media && frame[2] !== MediaAct.remove)
  if (leads && !session.isTeacher) {
    room.forbid(session, frame)
    return
  }
  const head = [lesson.id, lesson.openedAt, now, session.commandId(n), session.who, session.isTeacher] as const
  const event = frame[0] === Up.sendMedia ? shareEvent(room, session, frame[2], head) : frame[0] === Up.media ? [Media.act, ...head, frame[2], frame[3], frame[4]] as const : [Media.allow, ...head, frame[2]] as const
  if (typeof event === 'string') {
    room.context.metrics.refused.inc({ reason: 'bad-receipt' })
    session.fail(n, 'bad-receipt', 0, event)
    return
  }
  room.command(session, n, event as MediaEvent, 'media')
}

type Head = readonly [lesson: string, openedAt: number, at: number, id: number, by: number, leads: boolean]

/** The event of a good receipt; of another, what is wrong with it. */
function shareEvent (room: Room, { ticket }: Session, token: string, head: Head): MediaEvent | string {
  const checked = room.context.readReceipt(token)
  if (!checked.ok) return checked.why === 'expired' ? 'the receipt has expired' : 'the receipt is not signed by us'
  const { cls, les, sub, med } = checked.claims
  if (cls !== room.classCode || les !== head[0] || sub !== ticket.sub) return 'the receipt is of another class, lesson or person'
  return [Media.share, ...head, rowOf(med)]
}

/** Gives what uploads want, to teachers and, where they may share, to students. */
export function givePass (room: Room, session: Session): void {
  const { lesson } = room.state
  const { cls, sub, role } = session.ticket
  if (lesson === null || session.who < 0) session.fail(0, 'not-joined')
  else if (!session.isTeacher && room.media.lesson?.shared.allowed !== true) session.fail(0, 'forbidden', 0, 'students may not share media now')
  else session.line.send(encode([Down.mediaPass, room.context.signMediaPass({ cls, les: lesson.id, sub, role }), MEDIA_PASS_SECONDS]))
}

/** A teacher reads the list of media, a page of at most 16 KiB at a time. */
export function mediaPage (room: Room, session: Session, frame: MediaListFrame): void {
  if (!session.isTeacher) {
    room.forbid(session, frame)
    return
  }
  const { lesson } = room.state
  const list = lesson === null ? [] : room.media.lesson?.shared.list ?? []
  const rows: Uint8Array[] = []
  let bytes = 0
  let next = frame[1]
  for (; next < list.length; next++) {
    const row = encode(sharedRow(list[next]!, lesson!))
    if (bytes + row.length > PAGE_BYTES) break
    rows.push(row)
    bytes += row.length
  }
  session.line.send(splice([Down.mediaPage, next < list.length ? next : -1], [splice([], rows)]))
}
