import t from 'tap'
import { Role, Standing } from '../../../server/classroom/model.ts'
import { ADJECTIVES, ANIMALS, isNickname, nicknameOf } from '../../../server/classroom/nickname.ts'
import type { Person } from '../../../server/wire/messages.ts'
import { freeNickname, nicknameFault } from '../../src/console/nickname-choice.ts'
import { nicknameIn, nicknameWords } from '../../src/nickname.ts'

const person = (index: number, nickname = nicknameOf(index)): Person => [index, '박하늘', '', Role.student, true, 0, Standing.here, false, 1, 0, -1, nickname, false]

t.test('Q15 a nickname that looks like a drawn or a given one of another, in any language, is taken', async t => {
  const people = [person(1), person(2, '고요한 수달')]
  t.equal(nicknameFault(nicknameIn('ko', nicknameOf(1)), 3, people), 'taken')
  t.equal(nicknameFault(nicknameIn('en', nicknameOf(1)).toUpperCase(), 3, people), 'taken')
  t.equal(nicknameFault('고요한수달', 3, people), 'taken')
  t.equal(nicknameFault('고요한 수달', 2, people), null, 'one\'s own is not')
  t.equal(nicknameFault('  새 별명 ', 1, people), null)
  for (const text of ['', ' ', '😀', '별'.repeat(25), '수달\u202E']) t.equal(nicknameFault(text, 1, people), 'letters', JSON.stringify(text))
})

t.test('Q15 every drawn nickname keeps the rule itself', async t => {
  for (const language of ['ko', 'en'] as const) {
    const { adjectives, animals } = nicknameWords(language)
    t.same([adjectives.length, animals.length], [ADJECTIVES, ANIMALS])
    for (let who = 0; who < ADJECTIVES * ANIMALS; who++) if (!isNickname(nicknameIn(language, nicknameOf(who)))) t.fail(nicknameIn(language, nicknameOf(who)))
  }
})

t.test('a free nickname is one that nobody has; where all are taken there is none', async t => {
  const first = nicknameIn('ko', '0:0')
  let draws = 0
  const random = () => draws++ < 2 ? 0 : 0.5
  t.equal(freeNickname('ko', 9, [], () => 0), first)
  t.not(freeNickname('ko', 9, [person(1, '0:0')], random), first)
  t.equal(freeNickname('ko', 9, [person(1, '0:0')], () => 0), '')
})
