import t from 'tap'
import { Kind, Presence } from '../../classroom/events.ts'
import { Media } from '../../classroom/media-events.ts'
import { IMPORT_REASONS } from '../../wire/api.ts'
import { CloseCode, comesBack } from '../../wire/close-codes.ts'
import { ERROR_CODES } from '../../wire/error-codes.ts'
import { Standing } from '../../classroom/model.ts'
import { Down, SUBPROTOCOL, Up } from '../../wire/messages.ts'
import { isClassCode, sliceTopic, socketPath } from '../../wire/topics.ts'

t.test('class codes are 1 to 64 letters, digits, _ and -', async t => {
  for (const code of ['A', 'abc_DEF-123', 'x'.repeat(64)]) t.ok(isClassCode(code))
  for (const code of ['', 'x'.repeat(65), 'x'.repeat(10_000), '../', 'a/b', 'a b', '😀', '가', 'a\n', 'a%20']) t.notOk(isClassCode(code))
})

t.test('topics of classes, audiences and slices never meet', async t => {
  const topics = ['A', 'As', 'A-s-1'].flatMap(code => (['students', 'projectors', 'teachers'] as const).flatMap(audience =>
    [0, 1, 11].map(slice => sliceTopic(code, audience, slice))))
  t.equal(new Set(topics).size, topics.length)
  t.equal(sliceTopic('ABC234', 'students', 3), 'ABC234/s/3')
})

t.test('the socket\'s path names partition and class', async t => {
  t.equal(socketPath(7, 'ABC234'), '/ws/7/ABC234')
})

t.test('a close number alone says whether to come back', async t => {
  for (const code of [1000, 1001, 1006, 1011, CloseCode.draining, CloseCode.behind, 4499, 5000]) t.ok(comesBack(code))
  for (const code of [CloseCode.wrongLink, CloseCode.replaced, CloseCode.left, 4999]) t.notOk(comesBack(code))
  t.ok(Object.values(CloseCode).every(code => code >= 4000 && code <= 4999))
})

t.test('no number and no code stands for two things', async t => {
  for (const numbers of [Up, Down, Kind, Presence, Media, CloseCode, Standing]) t.equal(new Set(Object.values(numbers)).size, Object.keys(numbers).length)
  for (const codes of [ERROR_CODES, IMPORT_REASONS]) t.equal(new Set(codes).size, codes.length)
  t.equal(SUBPROTOCOL, 'lectern.1')
})
