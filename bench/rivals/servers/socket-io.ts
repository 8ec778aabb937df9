import { createServer } from 'node:http'
import { Server } from 'socket.io'
import type { Socket } from 'socket.io'
import { NAMESPACE } from '../socket-io-wire.ts'
import { listenHttp } from './listen.ts'
import { Tally } from './tally.ts'

/**
 * Socket.IO as the system that Lectern replaces used it: a namespace for each class, and every message
 * (`control`), arrival (`join`) and departure (`disconnected`) to all but who caused it. Options are the
 * defaults. `answer` is what that system did not have: an answer counted and acknowledged, for a comparison
 * of the library alone.
 */
const http = createServer()
const namespace = new Server(http).of(NAMESPACE)
const teachers = new Set<Socket>()
const tally = new Tally((count) => {
  for (const teacher of teachers) teacher.emit('tally', count)
})

namespace.on('connection', (socket) => {
  socket.on('itsme', () => { socket.emit('connected', socket.id) })
  socket.on('join', (person: unknown) => {
    socket.broadcast.emit('join', person)
    socket.on('disconnect', () => { socket.broadcast.emit('disconnected', person) })
  })
  socket.on('control', (message: unknown) => { socket.broadcast.emit('control', message) })
  socket.on('teach', () => {
    teachers.add(socket)
    socket.on('disconnect', () => { teachers.delete(socket) })
  })
  socket.on('answer', (_answer: unknown, acknowledge: () => void) => {
    tally.one()
    acknowledge()
  })
})

listenHttp(http)
