import t from 'tap'
import { ADJECTIVES, ANIMALS, nicknameOf } from '../../server/classroom/nickname.ts'
import { nicknamesEn } from '../src/messages/nicknames.en.ts'
import { nicknamesKo } from '../src/messages/nicknames.ko.ts'
import { nicknameIn } from '../src/nickname.ts'

t.test('every nickname has words in every language, and no two the same', async t => {
  for (const { adjectives, animals } of [nicknamesKo, nicknamesEn]) {
    t.equal(new Set(adjectives).size, ADJECTIVES)
    t.equal(new Set(animals).size, ANIMALS)
  }
  const crowd = Array.from({ length: 2 * ADJECTIVES * ANIMALS }, (_, who) => nicknameOf(who))
  for (const language of ['ko', 'en'] as const) t.equal(new Set(crowd.map(code => nicknameIn(language, code))).size, crowd.length)
})

t.test('a nickname is said in the language of the screen', async t => {
  t.equal(nicknameIn('ko', '0:0'), '씩씩한 고래')
  t.equal(nicknameIn('en', '39:49'), 'Merry Seahorse')
  t.equal(nicknameIn('ko', '1:2:3'), '느긋한 수달 3')
})

t.test('a name is no nickname', async t => {
  for (const name of ['박하늘', '3:00 PM', '1:2:3:4', '']) t.equal(nicknameIn('ko', name), name)
})
