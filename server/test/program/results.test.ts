import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { Up } from '../../wire/messages.ts'
import type { RoomReply } from '../../wire/api.ts'
import type { LessonList, StudentPage, StudentResult } from '../../wire/results.ts'
import { question } from '../classroom/scripted-lesson.ts'
import { Phone } from '../relay/phone.ts'
import { linksOf, openHouse, privateSettings, temporaryFolder } from './running-program.ts'

t.test('A1 the archiver of the whole program, killed while a question is open, writes each answer once', async (t) => {
  const env = await privateSettings(await temporaryFolder(t))
  const program = openHouse(t, env)
  const { classCode, teacherKey } = await linksOf(program)
  const http = `http://127.0.0.1:${env['PORT_HTTP']}`
  const enter = async (body: object): Promise<[Phone, RoomReply]> => {
    const reply = await fetch(`${http}/api/classrooms/getRealRoom`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ classCode, ...body }) })
    const room = await reply.json() as RoomReply
    return [new Phone(room.socketUrl, room.ticket), room]
  }
  const [teacher, { bearer = '' }] = await enter({ usrTpCd: 'TE', userName: '김서연', teacherKey })
  await teacher.enter()
  await teacher.steer(['open', '7주차'])
  const students: Phone[] = []
  for (const userName of ['박하늘', '최민준', '이서윤']) {
    const [student] = await enter({ userName })
    await student.join()
    students.push(student)
  }
  await teacher.steer(['ask', 0, 1, '', question()])
  const answer = async (student: Phone, value: number): Promise<unknown> => await student.command((n) => [Up.answer, n, 0, 0, 1, value])
  await answer(students[0]!, 2)
  const archiver = program.lines().findLast(({ msg, role }) => msg === 'process-started' && role === 'archive')
  process.kill(Number(archiver?.['pid']), 'SIGKILL')
  await answer(students[1]!, 1)
  await teacher.steer(['close', 0, 0])
  await teacher.steer(['reveal', 0])
  await teacher.steer(['end'])

  const ask = async <T>(path: string): Promise<T> => await (await fetch(`${http}/api/results/lessons${path}`, { headers: { authorization: `Bearer ${bearer}` } })).json() as T
  let list: LessonList
  do {
    await delay(100)
    list = await ask('')
  } while ((list.lessons[0]?.endedAt ?? 0) === 0)
  t.match(list.lessons, [{ classCode, title: '7주차', teacher: '김서연', students: 3, questions: 1, synthetic: false }])
  const page = await ask<StudentPage>(`/${list.lessons[0]?.id}/students`)
  const answered = await Promise.all(page.students.map(({ who }) => ask<StudentResult>(`/${list.lessons[0]?.id}/students/${who}`)))
  t.same(answered.map(({ name, total, rank, answers }) => [name, total, rank, answers[0]?.value ?? null]),
    [['박하늘', 100, 1, 2], ['최민준', 0, 2, 1], ['이서윤', 0, 2, null]])
  for (const phone of [teacher, ...students]) phone.cut()
  t.match(await program.kill('SIGTERM'), { code: 0 })
})
