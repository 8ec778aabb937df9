import t from 'tap'
import { belongsToFocus, keyAction } from '../../src/console/keys.ts'

const press = (key: string, code = '', more = {}) => keyAction({ key, code, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more })

t.test('keys act by place, so that a Korean keyboard does not matter', async (t) => {
  t.same([press(' ', 'Space'), press('ㄱ', 'KeyR'), press('ㅣ', 'KeyL')], ['next', 'again', 'leaderboard'])
  t.same([press('+'), press('='), press('-'), press('+', 'NumpadAdd'), press('?'), press('Escape')], ['more', 'more', 'less', 'more', 'help', 'back'])
  t.equal(press('x', 'KeyX'), null)
})

t.test('the browser keeps its own, and a held key acts once', async (t) => {
  t.equal(press('r', 'KeyR', { ctrlKey: true }), null)
  t.equal(press(' ', 'Space', { repeat: true }), null)
})

t.test('fields and dialogs keep all keys, buttons keep Space', async (t) => {
  const on = (kind: string) => ({ closest: (selector: string) => selector.split(', ').includes(kind) ? {} : null }) as unknown as Element
  t.equal(belongsToFocus(on('textarea'), 'again'), true)
  t.equal(belongsToFocus(on('[role="alertdialog"]'), 'next'), true)
  t.equal(belongsToFocus(on('button'), 'next'), true)
  t.equal(belongsToFocus(on('button'), 'leaderboard'), false)
  t.equal(belongsToFocus(null, 'next'), false)
})
