import t from 'tap'
import { Verdict } from '../../server/classroom/model.ts'
import { Down, Up } from '../../server/wire/messages.ts'
import { FakeWorld, greeting, memoryStore } from './fake-world.ts'

t.test('the order is itsme, connected, join, its verdict', async t => {
  const world = new FakeWorld()
  world.connection.start()
  t.same(world.statuses, [{ is: 'connecting' }])
  await world.settle()
  t.same(world.socket.protocols, ['lectern.1', 'ticket1'])
  world.socket.opens()
  t.same(world.socket.sent, [[Up.itsme, 2 ** 20, '1.0', null]])
  world.socket.says(greeting({ joined: false }))
  t.same(world.status, { is: 'connected' })
  t.same(world.socket.of(Up.join), [[Up.join, 1]])
  world.connection.answer(0, 0, 1, 4)
  t.same(world.socket.of(Up.answer), [], 'an answer waits for the join')
  world.socket.says([Down.ack, 1, Verdict.accepted, 10, 1000])
  t.same(world.socket.of(Up.answer), [[Up.answer, 2, 0, 0, 1, 4]])
})

t.test('who is in already does not join again', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted()
  t.same(socket.of(Up.join), [])
})

t.test('a join waits for the class to open, and another lesson needs another join', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted({ joined: false, live: false })
  t.equal(socket.of(Up.join).length, 1)
  socket.says([Down.batch, 6, [1, 3, 3], [Down.lesson, 1, 'L1', 'T', 'N', 0, false, true]])
  t.equal(socket.of(Up.join).length, 1, 'the relay holds the first')
  socket.says([Down.ack, 1, Verdict.accepted, 4, 0], [Down.me, 0, 'N', 1, ''])
  socket.says([Down.batch, 7, [1, 9, 3], [Down.lesson, 2, 'L1', 'T', 'N', 0, false, true]])
  t.equal(socket.of(Up.join).length, 2, 'the lesson ended')
})

t.test('a teacher may open the lesson before there is one to join', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted({ joined: false, live: false })
  world.connection.steer(0, ['open', 'Title'])
  world.connection.steer(0, ['end'])
  t.same(socket.of(Up.steer), [[Up.steer, 2, 0, ['open', 'Title']]])
})

t.test('a join that was refused for good ends it', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted({ joined: false })
  socket.says([Down.ack, 1, Verdict.locked, 10, 1000])
  t.same(world.status, { is: 'over', ending: 'locked' })
  t.equal(socket.closed, true)
  world.pass(60_000)
  t.equal(world.sockets.length, 1)
})

t.test('a command without a verdict is sent again with its number on every new socket', async t => {
  const store = memoryStore()
  const world = new FakeWorld({ store })
  const first = await world.greeted()
  world.connection.answer(3, 0, 1, 4)
  first.ends(1006)
  t.same(world.status, { is: 'reconnecting' })
  world.connection.answer(3, 0, 2, 8)
  world.pass(2000)
  world.greet()
  t.same(world.socket.of(Up.answer), [[Up.answer, 1, 3, 0, 1, 4], [Up.answer, 2, 3, 0, 2, 8]])
  world.socket.says([Down.ack, 2, Verdict.accepted, 10, 99])
  t.same(world.replies, [{ command: [Up.answer, 2, 3, 0, 2, 8], reply: { verdict: Verdict.accepted, position: 10, at: 99 } }])

  const reloaded = new FakeWorld({ store })
  reloaded.dice = 0.1
  await reloaded.greeted()
  t.same(reloaded.socket.sent, [[Up.itsme, 2 ** 20, '1.0', null], [Up.answer, 1, 3, 0, 1, 4]], 'a reload keeps device and number')
})

t.test('a control message does not outlive the page', async t => {
  const store = memoryStore()
  const world = new FakeWorld({ store })
  const socket = await world.greeted()
  world.connection.control('hand', { up: true }, false)
  t.equal(socket.of(Up.control).length, 1)
  const reloaded = new FakeWorld({ store })
  await reloaded.greeted()
  t.same(reloaded.socket.of(Up.control), [])
})

t.test('slow-down and not-stored are tried again after their delay, other errors are not', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted()
  world.connection.answer(0, 0, 1, 1)
  world.connection.answer(0, 0, 2, 2)
  world.connection.answer(0, 0, 3, 512)
  socket.says([Down.error, 1, 'slow-down', 300, ''], [Down.error, 2, 'not-stored', 0, ''], [Down.error, 3, 'bad-answer', 0, 'no such choice'])
  t.same(world.unstored, [[Up.answer, 2, 0, 0, 2, 2]])
  t.same(world.replies, [{ command: [Up.answer, 3, 0, 0, 3, 512], reply: { error: 'bad-answer', detail: 'no such choice' } }])
  world.pass(300)
  t.equal(socket.of(Up.answer).length, 4)
  world.pass(700)
  t.same(socket.of(Up.answer).at(-1), [Up.answer, 2, 0, 0, 2, 2])
  world.pass(10_000)
  t.equal(socket.of(Up.answer).length, 5)
})

t.test('who was told that he did not join joins and sends again', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted()
  world.connection.answer(0, 0, 1, 1)
  socket.says([Down.error, 1, 'not-joined', 0, ''])
  t.same(socket.of(Up.join), [[Up.join, 2]])
  socket.says([Down.ack, 2, Verdict.accepted, 10, 1000])
  t.equal(socket.of(Up.answer).length, 2)
})

t.test('a frame above the limit is never sent', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted()
  world.connection.control('picture', 'x'.repeat(70_000), false)
  t.same(socket.of(Up.control), [])
  t.match(world.replies, [{ reply: { error: 'too-large' } }])
})

t.test('batches that were seen are ignored, a hole asks for the view after a random wait', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted({ batch: 5 })
  socket.says([Down.batch, 5, [1, 2, 3], [Down.counts, 1, 1, true]])
  t.equal(world.parts.length, 1, 'the greeting alone')
  socket.says([Down.batch, 6, [1, 3, 3], [Down.counts, 2, 2, true]])
  t.equal(world.parts.length, 2)
  socket.says([Down.batch, 8, [1, 5, 3], [Down.counts, 4, 4, true]])
  world.pass(999)
  t.same(socket.of(Up.resync), [])
  world.pass(1)
  t.same(socket.of(Up.resync), [[Up.resync, [1, 5, 3]]])
  socket.says([Down.view, [1, 6, 3], 9, 2000, true, [Down.counts, 5, 5, true]])
  t.same(world.parts.at(-1), { parts: [[Down.counts, 5, 5, true]], whole: true })
  socket.says([Down.batch, 10, [1, 7, 3]])
  world.pass(5000)
  t.equal(socket.of(Up.resync).length, 1)
})

t.test('a heartbeat tells of a missing batch, unless it comes in time', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted({ batch: 5 })
  socket.says([Down.beat, 6, 2000, true])
  socket.says([Down.batch, 6, [1, 3, 3]])
  world.pass(2000)
  t.same(socket.of(Up.resync), [])
  socket.says([Down.beat, 7, 3000, true])
  world.pass(2000)
  t.equal(socket.of(Up.resync).length, 1)
})

t.test('control messages come once, and never the own', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted()
  const payload = new Uint8Array([0xc0])
  socket.says([Down.batch, 6, [1, 3, 3], [Down.control, 20, 9, 'wave', payload], [Down.control, 21, 7, 'own', payload]])
  socket.says([Down.view, [1, 3, 3], 6, 0, true, [Down.control, 20, 9, 'wave', payload], [Down.control, 22, 9, 'later', payload]])
  t.same(world.controls, ['wave', 'later'])
})

t.test('pages of the roster are asked for and told', async t => {
  const world = new FakeWorld()
  const socket = await world.greeted()
  world.connection.roster(0)
  socket.says([Down.roster, 120, []])
  t.same(socket.of(Up.roster), [[Up.roster, 0]])
  t.same(world.rosters, [120])
})
