import { isIP } from 'node:net'
import t from 'tap'
import { lanAddress } from '../lan-address.ts'

t.test('others reach what listens on one address by that address', async (t) => {
  t.equal(lanAddress('127.0.0.1'), '127.0.0.1')
  t.equal(lanAddress('quiz.kr'), 'quiz.kr')
})

t.test('and what listens on all of them by one that is not this machine\'s alone', async (t) => {
  const address = lanAddress('0.0.0.0')
  t.ok(address === 'localhost' || (isIP(address) === 4 && !address.startsWith('127.')), address)
})
