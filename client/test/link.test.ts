import t from 'tap'
import { CloseCode } from '../../server/wire/close-codes.ts'
import { Down, Up } from '../../server/wire/messages.ts'
import { JoinRefused } from '../src/link.ts'
import { FakeWorld } from './fake-world.ts'

const RESUME = { url: 'ws://relay/ws/0/C', token: 'kept', kind: 'resume' } as const

t.test('the first attempt after a drop lies within the spread, later ones back off with full jitter', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted({ spread: 1600 })
  world.pass(5000)
  socket.ends(1006)
  world.pass(799)
  t.equal(world.sockets.length, 1)
  world.pass(1)
  t.equal(world.sockets.length, 2, 'half the spread')
  t.same(world.socket.protocols, ['lectern.1', 'resume'])
  world.socket.ends(1006)
  world.pass(499)
  t.equal(world.sockets.length, 2)
  world.pass(1)
  t.equal(world.sockets.length, 3, 'half of a second')
})

t.test('while the pages are away, the sockets are tried all the same', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted()
  world.join = () => Promise.reject(new Error('unreachable'))
  world.pass(5000)
  socket.ends(1006)
  for (let attempt = 0; attempt < 4; attempt++) {
    world.pass(10_000)
    await world.settle()
    world.socket.ends(1006)
  }
  t.equal(world.joins, 2, 'the first ticket, and one that was asked for after three failures')
  t.equal(world.sockets.length, 5)
  t.same(world.socket.protocols, ['lectern.1', 'resume'])
})

t.test('a delay in the close reason is kept', async t => {
  const world = new FakeWorld()
  world.dice = 0
  const socket = await world.greeted()
  world.pass(5000)
  socket.ends(CloseCode.draining, '3000')
  world.pass(2999)
  t.equal(world.sockets.length, 1)
  world.pass(1)
  t.equal(world.sockets.length, 2)
})

t.test('a ticket that opens nothing is fetched anew; a resume token is tried again first', async t => {
  const fresh = new FakeWorld()
  fresh.connection.start()
  await fresh.settle()
  fresh.socket.ends(1006)
  fresh.pass(10_000)
  await fresh.settle()
  t.equal(fresh.joins, 2)

  const resumed = new FakeWorld({ credential: RESUME })
  resumed.connection.start()
  t.equal(resumed.joins, 0)
  for (let failure = 1; failure < 3; failure++) {
    resumed.socket.ends(1006)
    resumed.pass(10_000)
  }
  t.equal(resumed.joins, 0)
  t.equal(resumed.sockets.length, 3)
  resumed.socket.ends(1006)
  resumed.pass(10_000)
  await resumed.settle()
  t.equal(resumed.joins, 1, 'the third failure asks where the class is served')
})

t.test('a refused join ends it, unless a resume token may still do', async t => {
  const world = new FakeWorld()
  world.join = () => Promise.reject(new JoinRefused('expired'))
  world.connection.start()
  await world.settle()
  t.same(world.status, { is: 'over', ending: 'expired' })

  const resumed = new FakeWorld({ credential: RESUME })
  resumed.join = world.join
  resumed.connection.start()
  for (let failure = 1; failure <= 3; failure++) {
    resumed.socket.ends(1006)
    resumed.pass(10_000)
  }
  await resumed.settle()
  t.same(resumed.status, { is: 'reconnecting' })
  resumed.pass(10_000)
  t.same(resumed.socket.protocols, ['lectern.1', 'kept'])
})

t.test('a server that does not answer over HTTP is asked again', async t => {
  const world = new FakeWorld()
  const { join } = world
  world.join = () => Promise.reject(new Error('no network'))
  world.connection.start()
  await world.settle()
  t.same(world.status, { is: 'reconnecting' })
  world.join = join
  world.connection.hurry()
  await world.settle()
  t.equal(world.sockets.length, 1)
})

t.test('an outdated resume token is forgotten, and the person comes in anew', async t => {
  for (const code of [CloseCode.expired, CloseCode.ended, CloseCode.lessonLost]) {
    const world = new FakeWorld({ credential: RESUME })
    world.connection.start()
    world.socket.opens()
    world.socket.ends(code)
    t.same(world.resumes, [null])
    world.pass(10_000)
    await world.settle()
    t.equal(world.joins, 1)
  }
})

t.test('a stay-away close ends it, with its reason', async t => {
  for (const [code, ending] of [[CloseCode.ended, 'ended'], [CloseCode.removed, 'removed'], [CloseCode.replaced, 'replaced'], [4999, 'version']] as const) {
    const world = new FakeWorld()
    const socket = await world.greeted()
    socket.ends(code)
    t.same(world.status, { is: 'over', ending })
    world.pass(60_000)
    t.equal(world.sockets.length, 1)
  }
})

t.test('who takes his seat back is another device', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted()
  socket.ends(CloseCode.replaced)
  world.dice = 0.25
  world.connection.takeBack()
  world.greet()
  t.same(world.socket.sent[0], [Up.itsme, 2 ** 19, '1.0', [1, 2, 3]])
})

t.test('a socket that is not greeted in ten seconds is given up', async t => {
  const world = new FakeWorld()
  world.connection.start()
  await world.settle()
  const [first] = world.sockets
  world.pass(10_000)
  t.equal(first?.closed, true)
  t.same(world.status, { is: 'reconnecting' })
})

t.test('silence of more than two heartbeats is a dead socket', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted()
  world.connection.beat = 2000
  world.pass(5999)
  t.equal(socket.closed, false)
  socket.says([Down.beat, 5, 2000, true])
  world.pass(5999)
  t.equal(socket.closed, false)
  world.pass(1)
  t.equal(socket.closed, true)
  t.same(world.status, { is: 'reconnecting' })
})

t.test('a phone that woke up asks for a sign of life', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted()
  world.connection.hurry()
  t.same(socket.of(Up.ping), [[Up.ping]])
  world.pass(3999)
  t.equal(socket.closed, false)
  world.pass(1)
  t.equal(socket.closed, true)
})

t.test('the resume token of a join takes the place of the one before', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted({ resume: 'before', spread: 0 })
  socket.says([Down.resume, 'after'])
  t.same(world.resumes.map(each => each?.token), ['before', 'after'])
  world.pass(5000)
  socket.ends(1006)
  world.pass(1)
  t.same(world.socket.protocols, ['lectern.1', 'after'])
})
