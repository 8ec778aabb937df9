import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { Verdict } from '../../classroom/model.ts'
import type { RoomReply } from '../../wire/api.ts'
import { Down, Up } from '../../wire/messages.ts'
import { isFoldOf, rolled, writeGolden } from '../program/golden-lanes.ts'
import { linksOf, openHouse, privateSettings, run, temporaryFolder } from '../program/running-program.ts'
import type { Env, Links } from '../program/running-program.ts'
import { Phone } from '../relay/phone.ts'
import { question } from '../relay/relay-under-test.ts'
import { admin, kafkaSkip, opened, settings, sharedBrokers, topicsOf } from './kafka-under-test.ts'

const skip = await kafkaSkip()
const brokers = skip === false ? await sharedBrokers(t) : ''

/** Settings of a program whose log is on Kafka, in topics of its own. */
async function onKafka (t: Test): Promise<Env> {
  const { topicPrefix } = settings(brokers)
  return { ...await privateSettings(await temporaryFolder(t)), KAFKA_BROKERS: brokers, KAFKA_PARTITIONS: '4', KAFKA_TOPIC_PREFIX: topicPrefix }
}

async function enter (env: Env, body: object): Promise<Phone> {
  const reply = await fetch(`http://127.0.0.1:${env['PORT_HTTP']}/api/classrooms/getRealRoom`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const room = await reply.json() as RoomReply
  return new Phone(room.socketUrl, room.ticket)
}

t.test('R5 a lesson on Kafka: verdicts come back from there, and after kill -9 the lesson is where it was', { skip }, async (t) => {
  const env = await onKafka(t)
  const first = openHouse(t, env)
  const links: Links = await linksOf(first)
  const { classCode, teacherKey } = links
  const teacher = await enter(env, { classCode, usrTpCd: 'TE', userName: '김서연', teacherKey })
  await teacher.enter()
  t.equal(await teacher.steer(['open', '운영체제 2분반']), Verdict.accepted)
  const student = await enter(env, { classCode, userName: '박하늘' })
  t.equal((await student.join())[2], Verdict.accepted)
  t.equal(await teacher.steer(['ask', 0, 1, '', question()]), Verdict.accepted)
  await student.until(Down.question, (part) => part[1] === 0)
  t.equal((await student.command((n) => [Up.answer, n, 0, 0, 1, 4]))[2], Verdict.accepted)
  const figures = await (await fetch(`http://127.0.0.1:${env['PORT_SOCKET_METRICS']}/metrics`)).text()
  t.match(figures, /^lectern_ready 1$/m)
  await first.kill('SIGKILL')

  const second = openHouse(t, env)
  await linksOf(second)
  const again = new Phone(student.socket.url, student.resume ?? '', student.device)
  await again.enter(student.positions)
  t.match(again.parts.get(Down.question), [Down.question, 0], 'the question is open')
  t.match(again.parts.get(Down.mine), [Down.mine, 0, 0, 1, 4], 'and the answer is stored')
  t.equal((await again.command((n) => [Up.answer, n, 0, 0, 2, 2]))[2], Verdict.accepted)
  again.cut()
  t.same(await second.kill('SIGTERM'), { code: 0, signal: null })
  t.equal(second.errors, '')
})

t.test('C2 C21 M1 topics of the golden form are taken up after a roll, and what a newer release wrote is left out', { skip }, async (t) => {
  const env = await onKafka(t)
  const log = await opened(t, settings(brokers, { partitions: 4, topicPrefix: env['KAFKA_TOPIC_PREFIX']! }))
  await writeGolden(log)
  await isFoldOf(t, log, await rolled(t, env, log.partitionOf('A'), 'SIGTERM'))
})

t.test('topics that will not do end the start with one line and exit code 78', { skip }, async (t) => {
  const env = await onKafka(t)
  const topics = topicsOf({ ...settings(brokers), topicPrefix: env['KAFKA_TOPIC_PREFIX'] ?? '' })
  await admin(t, brokers).createTopics({ topics, partitions: 7, replicas: 1 })
  const program = openHouse(t, env)
  t.equal((await program.ended).code, 78)
  t.match(program.errors, /^lectern: \S+user-topic has 7 partitions, [^\n]+, and KAFKA_PARTITIONS is 4; [^\n]+\n$/)
})

t.test('no broker ends the start with one line and exit code 1', { skip }, async (t) => {
  const program = openHouse(t, { ...await onKafka(t), KAFKA_BROKERS: '127.0.0.1:1', KAFKA_TIMEOUT_MS: '1000' })
  t.equal((await program.ended).code, 1)
  t.match(program.errors, /^lectern: KAFKA_BROKERS 127\.0\.0\.1:1 cannot be used: [^\n]*ECONNREFUSED[^\n]*\n$/)
})

t.test('without the native client the start ends with the line that tells how to get it and exit code 78, and without Kafka nobody misses it', async (t) => {
  const env = await privateSettings(await temporaryFolder(t))
  const without = (more: Env) => run(t, ['--require', join(import.meta.dirname, 'no-kafka-client.cjs'), 'dist/server/main.js', 'open-house'], { ...env, ...more })
  const refused = without({ KAFKA_BROKERS: '127.0.0.1:1' })
  t.equal((await refused.ended).code, 78)
  t.equal(refused.errors, 'lectern: KAFKA_BROKERS is set, and the Kafka client is not there; `make kafka-client` builds it\n')
  const embedded = without({})
  await linksOf(embedded)
  t.same(await embedded.kill('SIGTERM'), { code: 0, signal: null })
})
