import t from 'tap'
import { BatchOrder } from '../src/batch-order.ts'
import { endingOfClose, endingOfError, endingOfJoin } from '../src/endings.ts'
import { Verdict } from '../../server/classroom/model.ts'
import { CloseCode, comesBack } from '../../server/wire/close-codes.ts'
import { choiceTexts, choicesIn, hasTiles, letterOf, shuffledOrder } from '../src/parts/choices.ts'
import { asNumber, pressed, writable } from '../src/parts/number-entry.ts'
import { withUnit } from '../src/parts/unit.ts'
import { reconnectDelay, toldDelay } from '../src/reconnect.ts'
import { ServerClock } from '../src/server-clock.ts'
import { browserStore } from '../src/storage.ts'

t.test('letters belong to choices, whatever their order', async t => {
  t.equal(letterOf(0), 'A')
  t.equal(letterOf(9), 'J')
  t.same(choicesIn(0b1000000101), [0, 2, 9])
  t.same(choicesIn(0), [])
  t.equal(hasTiles('survey'), true)
  t.equal(hasTiles('numeric'), false)
  t.same(choiceTexts({ type: 'truefalse', choices: [] }, ['yes', 'no']), ['yes', 'no'])
  t.same(choiceTexts({ type: 'single', choices: ['a', 'b'] }, []), ['a', 'b'])
})

t.test('a phone shuffles the same way every time, and phones differ', async t => {
  t.same(shuffledOrder(6, 4, 3), shuffledOrder(6, 4, 3))
  const firsts = new Map<number, number>()
  for (let who = 0; who < 6000; who++) {
    const order = shuffledOrder(6, who, 3)
    if (new Set(order).size !== 6) t.fail('every choice stands somewhere')
    firsts.set(order[0] as number, (firsts.get(order[0] as number) ?? 0) + 1)
  }
  for (const count of firsts.values()) t.ok(count > 850 && count < 1150, 'every choice stands first about as often')
})

t.test('the number pad writes numbers', async t => {
  const write = (...keys: string[]) => keys.reduce(pressed, '')
  t.equal(write('1', '7'), '17')
  t.equal(write('.', '5'), '0.5')
  t.equal(write('negate', '.', '5', '.'), '-0.5')
  t.equal(write('1', 'negate', 'negate'), '1')
  t.equal(write('1', '2', 'erase'), '1')
  t.equal(write(...'12345678901234567890'), '1234567890123456')
  t.equal(writable('a−１7,5ㅂ'), '−17,5')
  t.equal(asNumber('17'), 17)
  t.equal(asNumber('−0,5'), -0.5)
  t.equal(asNumber('１７'), 17)
  for (const text of ['', '-', '.', '1e5', '0x1', '1.2.3', 'ㄱ']) t.equal(asNumber(text), null, text)
})

t.test('a unit stands behind its number as people write it', async t => {
  t.equal(withUnit(17, undefined), '17')
  t.equal(withUnit('-0.5', 'ms'), '-0.5 ms')
  t.equal(withUnit(30, '%'), '30%')
  t.equal(withUnit(4, '개'), '4개')
})

t.test('the server\'s clock takes the frame that was quickest here', async t => {
  let local = 100
  const clock = new ServerClock(() => local)
  clock.reset(5000)
  local = 200
  clock.sample(5150)
  t.equal(clock.now(), 5150, 'an earlier frame was late')
  local = 300
  clock.sample(5200)
  t.equal(clock.now(), 5250, 'a frame that was late itself changes nothing')
  clock.reset(1000)
  t.equal(clock.now(), 1000)
})

t.test('batch numbers', async t => {
  const order = new BatchOrder()
  order.reset(5)
  t.equal(order.take(5), false)
  t.equal(order.take(6), true)
  t.equal(order.whole, true)
  order.tell(7)
  t.equal(order.whole, false)
  t.equal(order.take(7), true)
  t.equal(order.whole, true)
  t.equal(order.take(9), true)
  t.equal(order.whole, false)
  t.equal(order.take(10), true)
  t.equal(order.whole, false, 'a hole stays until the next view')
  order.reset(10)
  t.equal(order.whole, true)
})

t.test('delays of reconnecting', async t => {
  t.equal(reconnectDelay(0, 2000, null, () => 0.25), 500)
  t.equal(reconnectDelay(3, 2000, null, () => 0.5), 2000)
  t.equal(reconnectDelay(20, 2000, null, () => 0.5), 5000)
  t.equal(reconnectDelay(20, 0, null, () => 0.5), 1000, 'a small class is back soon')
  t.equal(reconnectDelay(4, 2000, 3000, () => 0.5), 3150)
  t.equal(toldDelay('1500'), 1500)
  t.equal(toldDelay(''), null)
  t.equal(toldDelay('going down'), null)
})

t.test('every stay-away code has its page', async t => {
  const pages = Object.values(CloseCode).filter(code => !comesBack(code)).map(endingOfClose)
  t.equal(new Set(pages).size, pages.length)
  t.equal(endingOfJoin(Verdict.full), 'locked')
  t.equal(endingOfJoin(Verdict.notOpen), null)
  t.equal(endingOfError('expired'), 'expired')
  t.equal(endingOfError('unavailable'), null)
})

t.test('a browser that keeps nothing does no harm', async t => {
  const store = browserStore(() => { throw new Error('forbidden') })
  store.write('a', 1)
  store.remove('a')
  t.equal(store.read('a'), null)
})
