import type { RoomReply } from '../../../server/wire/api.ts'
import { Commands } from '../commands.ts'
import { JoinRefused } from '../link.ts'
import { Room } from '../room.svelte.ts'
import type { Store } from '../storage.ts'

/** The room of a seat that was given a ticket. It keeps nothing in the browser: what is tried out leaves no trace. */
export function seatRoom (reply: RoomReply): Room {
  return new Room({
    reply,
    world: {
      join: () => Promise.reject(new JoinRefused('expired')),
      open: (url, protocols) => new WebSocket(url, protocols),
      after: (ms, call) => {
        const timer = setTimeout(call, ms)
        return () => { clearTimeout(timer) }
      },
      random: Math.random
    },
    commands: new Commands(memoryStore(), Math.random),
    credential: { url: reply.socketUrl, token: reply.ticket, kind: 'ticket' },
    keep: () => {}
  })
}

function memoryStore (): Store {
  const kept = new Map<string, unknown>()
  return {
    read: (key) => kept.get(key) ?? null,
    write: (key, value) => { kept.set(key, value) },
    remove: (key) => { kept.delete(key) }
  }
}
