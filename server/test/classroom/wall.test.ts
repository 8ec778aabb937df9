import t from 'tap'
import { Showing } from '../../classroom/model.ts'
import { nicknameOf } from '../../classroom/nickname.ts'
import { podiumPart } from '../../classroom/wall.ts'
import { ScriptedLesson, question } from './scripted-lesson.ts'

t.test('the podium stands while the leaderboard is shown, and is five high', (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(7)
  t.equal(podiumPart(scripted.lesson), null)
  scripted.play({ s1: 2, s2: 2, s3: 1 })
  t.equal(podiumPart(scripted.lesson), null, 'nobody asked for it')
  scripted.lesson.showing = Showing.leaderboard
  const [rows, of, percent] = podiumPart(scripted.lesson) ?? [[], 0, 0]
  t.same([rows.length, of, percent], [5, 7, 67])
  t.same(rows[0], [1, nicknameOf(1), 100, [true]])
  t.same(rows[2], [3, nicknameOf(3), 0, [false]])
  scripted.lesson.namesHidden = false
  t.equal(podiumPart(scripted.lesson)?.[0][0]?.[1], scripted.lesson.people.nameOf(1))
  t.end()
})

t.test('a bubble stands for each scored question, and nobody answering makes no share', (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  scripted.play({}, question())
  scripted.lesson.showing = Showing.leaderboard
  t.same(podiumPart(scripted.lesson), [[[1, nicknameOf(1), 0, [false]]], 1, 0])
  for (let i = 0; i < 30; i++) scripted.play({ s1: i % 2 === 0 ? 2 : 1 })
  scripted.lesson.showing = Showing.leaderboard
  t.equal(podiumPart(scripted.lesson)?.[0][0]?.[3].length, 27, 'as many as a wall has room for')
  t.end()
})
