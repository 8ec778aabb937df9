import t from 'tap'
import { normalise } from '../../classroom/text.ts'

t.test('C22 short texts are compared without regard to how they were typed', async (t) => {
  const same: Array<[string, string, string]> = [
    ['composed and decomposed Hangul', '서울'.normalize('NFD'), '서울'],
    ['blanks around and between', '  New \t  York\n', 'new york'],
    ['a zero-width blank', 'a\u200bb', 'a b'],
    ['case', 'STRASSE', 'straße'],
    ['a Greek final sigma', 'ΟΔΟΣ', 'οδος'],
    ['full-width letters and digits', 'Ｈ２Ｏ', 'h2o'],
    ['an ideographic blank', '서울\u3000역', '서울 역'],
    ['compatibility forms', '10㎏', '10KG'],
    ['half-width katakana', 'ｶﾞ', 'ガ']
  ]
  for (const [what, a, b] of same) t.equal(normalise(a), normalise(b), what)
})

t.test('C22 what was meant differently stays different', async (t) => {
  t.not(normalise('ㄱㅏ'), normalise('가'), 'single letters do not flow together to a syllable')
  t.equal(normalise('ㄱㅏ Ｎ'), 'ㄱㅏ n', 'while the rest of the text is made plain')
  t.not(normalise('e'), normalise('é'), 'accents count')
})
