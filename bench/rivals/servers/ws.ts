import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { ACK, progressBatch } from '../bare-batches.ts'
import { listenHttp } from './listen.ts'
import { Tally } from './tally.ts'

/** The broadcaster again, on the most used library, in the way its README shows: a loop over the sockets. */
const http = createServer()
const server = new WebSocketServer({ server: http })
const students = new Set<WebSocket>()
const teachers = new Set<WebSocket>()
const tally = new Tally((count, ticks) => {
  for (const teacher of teachers) teacher.send(progressBatch(ticks, count))
})

server.on('connection', (socket, request) => {
  const group = request.url === '/teacher' ? teachers : students
  group.add(socket)
  socket.on('close', () => { group.delete(socket) })
  // Without a listener, a client that is cut off would end the process.
  socket.on('error', () => {})
  socket.on('message', group === teachers ? broadcast : () => { count(socket) })
})

function broadcast (message: Buffer): void {
  for (const student of students) {
    if (student.readyState === student.OPEN) student.send(message, { binary: true })
  }
}

function count (socket: WebSocket): void {
  tally.one()
  socket.send(ACK)
}

listenHttp(http)
