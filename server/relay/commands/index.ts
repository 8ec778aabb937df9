import { Up } from '../../wire/messages.ts'
import type { UpFrame } from '../../wire/messages.ts'
import type { Room } from '../room.ts'
import type { Session } from '../session.ts'
import { answer } from './answer.ts'
import { control } from './control.ts'
import { draw, laser, sheetPage } from './draw.ts'
import { itsme, resync } from './itsme.ts'
import { join } from './join.ts'
import { leave } from './leave.ts'
import { givePass, mediaPage, shareMedia } from './media.ts'
import { roster } from './roster.ts'
import { steer } from './steer.ts'
import { react, useTool } from './tools.ts'

/** Hands a checked frame to the file of its family. Returns false for a frame out of order: `itsme` comes first, and once. */
export function run (room: Room, session: Session, frame: UpFrame, now: number): boolean {
  if ((frame[0] === Up.itsme) !== (session.device < 0)) return false
  switch (frame[0]) {
    case Up.itsme: itsme(room, session, frame); break
    case Up.join: join(room, session, frame, now); break
    case Up.answer: answer(room, session, frame, now); break
    case Up.leave: leave(room, session, frame, now); break
    case Up.ping: room.pong(session); break
    case Up.steer: steer(room, session, frame, now); break
    case Up.control: control(room, session, frame, now); break
    case Up.resync: resync(room, session, frame); break
    case Up.roster: roster(room, session, frame); break
    case Up.sendMedia:
    case Up.media:
    case Up.allowMedia: shareMedia(room, session, frame, now); break
    case Up.mediaPass: givePass(room, session); break
    case Up.mediaList: mediaPage(room, session, frame); break
    case Up.draw: draw(room, session, frame, now); break
    case Up.sheet: sheetPage(room, session, frame); break
    case Up.laser: laser(room, session, frame); break
    case Up.react: react(room, session, frame, now); break
    default: useTool(room, session, frame, now)
  }
  return true
}
