import t from 'tap'
import { digest } from '../../classroom/digest.ts'
import { Changed } from '../../classroom/changed.ts'
import { Kind } from '../../classroom/events.ts'
import { Role, Setting, Showing, Verdict } from '../../classroom/model.ts'
import { cleanNickname, isNickname, lookOf, nicknameOf } from '../../classroom/nickname.ts'
import { createPresence } from '../../classroom/presence.ts'
import { boardPart, mePart, person } from '../../classroom/views.ts'
import { podiumPart } from '../../classroom/wall.ts'
import { START, ScriptedLesson } from './scripted-lesson.ts'

const call = (scripted: ScriptedLesson, target: number, nickname: string, by = 0) =>
  scripted.fold([Kind.nickname, 'L1', scripted.now, scripted.id(), by, target, nickname])

t.test('Q15 what a nickname may be', async (t) => {
  for (const good of ['고요한 수달', 'Brave Otter', '수달2', 'Ö. Müller', "D'Arc", '海獺', 'カワウソ', 'Выдра', 'Rái cá', 'นาก', '별'.repeat(24)]) {
    t.ok(isNickname(cleanNickname(good)), good)
  }
  const bad = ['', ' 수달', '수달 ', '수  달', '별'.repeat(25), '😀', '<b>', '12:30', '수달\u200B', '수\u202E달', '\u200F수달', '수달\u0007', '수\n달', '\u3164', 'ㅤ수달', 'a\u0301\u0302\u0303', '\u0301a', 'Осtopus', 'Οtter', '수달'.normalize('NFD')]
  for (const text of bad) t.notOk(isNickname(text), JSON.stringify(text))
  t.equal(cleanNickname('  수달\u3000 2 '.normalize('NFD')), '수달 2')
})

t.test('Q15 nicknames look alike where case, width, blanks, accents or alike letters are all that differs', async (t) => {
  for (const [one, other] of [['Otter', 'OTTER'], ['수달 1', '수달l'], ['수달I', '수달 1'], ['Oslo', '0slo'], ['수달', 'ｓ수달'.slice(1)], ['Otter', 'Ｏｔｔｅｒ'], ['Rai ca', 'Rái cá'], ['수.달', '수달']] as const) {
    t.equal(lookOf(one), lookOf(other), `${one} ${other}`)
  }
  t.not(lookOf('수달'), lookOf('사달'))
  t.not(lookOf('수달2'), lookOf('수달3'))
})

t.test('Q15 a teacher gives a nickname and takes it back; none looks like another that was given', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(3)
  scripted.join('second', { role: Role.teacher })
  const { lesson } = scripted
  const before = digest(scripted.state, false)
  const called = call(scripted, 1, '고요한 수달')
  t.match(called, { verdict: Verdict.accepted, person: 1, who: 0 })
  t.equal(called.changed, Changed.people | Changed.own | Changed.board | Changed.draw | Changed.wall)
  t.not(digest(scripted.state, false), before)
  t.equal(mePart(lesson, 1)[3], '고요한 수달')
  t.equal(person(lesson, 1, createPresence(), START)[11], '고요한 수달')
  t.equal(person(lesson, 2, createPresence(), START)[11], nicknameOf(2))
  t.equal(person(lesson, 0, createPresence(), START)[11], '', 'a teacher has none')
  t.equal(call(scripted, 2, '고요한  수달').verdict, Verdict.notAllowed, 'not clean')
  t.equal(call(scripted, 2, '고요한수달').verdict, Verdict.notAllowed, 'looks like that of another')
  t.equal(call(scripted, 1, '고요한수달').verdict, Verdict.accepted, 'but not like his own')
  t.equal(call(scripted, 2, '나쁜\u202E말').verdict, Verdict.notAllowed)
  t.equal(call(scripted, 2, 'x', 1).verdict, Verdict.notAllowed, 'no student gives one')
  t.equal(call(scripted, 2, '수달', scripted.who('second')).verdict, Verdict.accepted, 'any teacher does')
  t.equal(call(scripted, 0, '선생').verdict, Verdict.unknownParticipant)
  t.equal(call(scripted, 9, '수달').verdict, Verdict.unknownParticipant)
  t.equal(call(scripted, 1, '').verdict, Verdict.accepted)
  call(scripted, 2, '')
  t.equal(mePart(lesson, 1)[3], nicknameOf(1))
  t.equal(digest(scripted.state, false), before)
})

t.test('Q14 others read nicknames while names are hidden, and a given one where they are shown too', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(2)
  const { lesson } = scripted
  scripted.play({ s1: 2, s2: 1 })
  scripted.show(Showing.leaderboard)
  call(scripted, 1, '고요한 수달')
  const shown = () => [boardPart(lesson, 'students')?.[0].map(([, name]) => name), podiumPart(lesson)?.[0].map(([, name]) => name)]
  t.same(shown(), [['고요한 수달', nicknameOf(2)], ['고요한 수달', nicknameOf(2)]])
  t.same(boardPart(lesson, 'teachers')?.[0].map(([, name, , , nickname]) => [name, nickname]), [['Name of s1', '고요한 수달'], ['Name of s2', nicknameOf(2)]])
  scripted.set(Setting.namesHidden, false)
  t.same(shown(), [['고요한 수달', 'Name of s2'], ['고요한 수달', 'Name of s2']])
})
