import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { Verdict } from '../classroom/model.ts'
import type { RoomReply } from '../wire/api.ts'
import { Down, Up } from '../wire/messages.ts'
import type { LessonList, StudentResult } from '../wire/results.ts'
import { question } from './classroom/scripted-lesson.ts'
import { linksOf, openHouse, privateSettings, run, temporaryFolder } from './program/running-program.ts'
import { Phone } from './relay/phone.ts'

t.test('a copy of the data folder, made in the middle of a lesson, goes on from there', async (t) => {
  const env = await privateSettings(await temporaryFolder(t))
  const program = openHouse(t, env)
  const { classCode, teacherKey } = await linksOf(program)
  const enter = async (port: string, body: object): Promise<RoomReply> => {
    const reply = await fetch(`http://127.0.0.1:${port}/api/classrooms/getRealRoom`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ classCode, ...body }) })
    return await reply.json() as RoomReply
  }
  const teach = { usrTpCd: 'TE', userName: '김서연', teacherKey }
  const [teacherRoom, studentRoom] = [await enter(env['PORT_HTTP'] ?? '', teach), await enter(env['PORT_HTTP'] ?? '', { userName: '박하늘' })]
  const [teacher, student] = [new Phone(teacherRoom.socketUrl, teacherRoom.ticket), new Phone(studentRoom.socketUrl, studentRoom.ticket)]
  await teacher.enter()
  await teacher.steer(['open', '7주차'])
  await student.join()
  await teacher.steer(['ask', 0, 1, '', question()])
  const verdict = await student.command((n) => [Up.answer, n, 0, 0, 1, 2])
  t.same([verdict[0], verdict[2]], [Down.ack, Verdict.accepted])

  const folder = join(await temporaryFolder(t), 'copy')
  const backup = run(t, ['dist/server/backup-command.js', folder], env)
  t.same(await backup.ended, { code: 0, signal: null }, backup.output)
  t.match(backup.output, /goes on from here/)
  t.equal(statSync(folder).mode & 0o777, 0o700)
  const again = run(t, ['dist/server/backup-command.js', folder], env)
  t.equal((await again.ended).code, 1)
  t.match(again.errors, /is there already/)

  await student.command((n) => [Up.answer, n, 0, 0, 2, 1])
  t.equal(await teacher.steer(['close', 0, 0]), Verdict.accepted, 'the first goes on meanwhile')
  for (const phone of [teacher, student]) phone.cut()
  await program.kill('SIGKILL')

  const copied = { ...await privateSettings(folder) }
  const second = openHouse(t, copied)
  await linksOf(second)
  const room = await enter(copied['PORT_HTTP'] ?? '', teach)
  const successor = new Phone(room.socketUrl, room.ticket)
  await successor.join()
  await successor.steer(['take'])
  await successor.steer(['close', 0, 0])
  await successor.steer(['reveal', 0])
  await successor.steer(['end'])
  const ask = async <T>(path: string): Promise<T> => await (await fetch(`http://127.0.0.1:${copied['PORT_HTTP']}/api/results/lessons${path}`, { headers: { authorization: `Bearer ${room.bearer}` } })).json() as T
  let list: LessonList
  do {
    await delay(100)
    list = await ask('')
  } while ((list.lessons[0]?.endedAt ?? 0) === 0)
  t.match(list.lessons, [{ title: '7주차', students: 1, questions: 1 }])
  const { answers } = await ask<StudentResult>(`/${list.lessons[0]?.id}/students/1`)
  t.match(answers, [{ value: 2, points: 100 }], 'the answer of before the copy')
  successor.cut()
  t.same(await second.kill('SIGTERM'), { code: 0, signal: null })
  t.ok(existsSync(join(folder, 'keys.json')))
})
