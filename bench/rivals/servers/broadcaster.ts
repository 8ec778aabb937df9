import { App } from 'uWebSockets.js'
import type { WebSocket } from 'uWebSockets.js'
import { ACK, progressBatch } from '../bare-batches.ts'
import { listen } from './listen.ts'
import { Tally } from './tally.ts'

/** As the relay by default: a phone that fell silent is found by asking it, and asking is traffic that both pay for. */
const IDLE_SECONDS = 60

/**
 * The least a server can do, on the fastest library there is: what the teacher says (/teacher) is published
 * to everybody, an answer is counted and acknowledged. Nothing is stored, checked or remembered.
 */
const app = App()
const teachers = new Set<WebSocket<unknown>>()
const tally = new Tally((count, ticks) => {
  for (const teacher of teachers) teacher.send(progressBatch(ticks, count), true)
})

listen(app
  .ws('/teacher', {
    idleTimeout: 0,
    sendPingsAutomatically: false,
    open (socket) {
      teachers.add(socket)
    },
    message (_socket, message) {
      app.publish('class', message, true)
    },
    close (socket) {
      teachers.delete(socket)
    }
  })
  .ws('/*', {
    idleTimeout: IDLE_SECONDS,
    sendPingsAutomatically: true,
    maxBackpressure: 256 * 1024,
    open (socket) {
      socket.subscribe('class')
    },
    message (socket) {
      tally.one()
      socket.send(ACK, true)
    }
  }))
