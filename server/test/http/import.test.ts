import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { LIMITS } from '../../classroom/limits.ts'
import { validQuestion } from '../../classroom/rules.ts'
import type { Question } from '../../classroom/model.ts'
import { importCsv } from '../../http/import/csv.ts'
import type { Imported } from '../../http/import/draft.ts'
import { textOf } from '../../http/import/file-text.ts'
import { importGift } from '../../http/import/gift.ts'
import { categoryTitle, fileTitle, titleLine } from '../../http/import/quiz-title.ts'
import { IMPORT_REASONS } from '../../wire/api.ts'

const SAMPLES = join(import.meta.dirname, '../../../samples')
const sample = (name: string): string => textOf(readFileSync(join(SAMPLES, name)))
const reasons = ({ notes }: Imported): string[] => notes.map(({ what, reason }) => `${what} ${reason}`)
const gift = async (text: string): Promise<Imported> => await importGift(text)
const one = async (text: string): Promise<Question> => {
  const { questions, notes } = await importGift(text)
  if (questions.length !== 1) throw new Error(JSON.stringify(notes))
  return questions[0]!
}

t.test('ten questions of which three are broken give seven and three notes with their lines', async (t) => {
  const { questions, found, notes } = await gift(sample('broken-week7.gift'))
  t.equal(found, 10)
  t.equal(questions.length, 7)
  t.match(notes, [
    { what: 'left-out', reason: 'syntax', fromLine: 11, toLine: 13, source: /^::3:: The closing brace/, at: 2, instead: [{ type: 'single', choices: ['yes', 'no'], solution: { mask: 1 } }] },
    { what: 'left-out', reason: 'matching', fromLine: 17, toLine: 20, at: 3, instead: [{ text: 'Match the capitals.\nKorea', choices: ['Paris', 'Seoul'], solution: { mask: 2 }, points: 50 }, { text: 'Match the capitals.\nFrance', solution: { mask: 1 } }] },
    { what: 'left-out', reason: 'no-right-answer', fromLine: 30, toLine: 33, at: 5, instead: [{ type: 'survey', points: 0, choices: ['one', 'two'] }] }
  ])
  t.equal(notes.length, 3)
})

for (const [name, read] of [['ko.gift', importGift], ['en.gift', importGift], ['ko.csv', importCsv], ['en.csv', importCsv]] as const) {
  t.test(`samples/${name} has ten questions of every type and nothing to report`, async (t) => {
    const { questions, found, notes } = await read(sample(name))
    t.same(notes, [])
    t.equal(found, 10)
    t.equal(questions.length, 10)
    t.same([...new Set(questions.map(({ type }) => type))].sort(), ['numeric', 'several', 'single', 'survey', 'text', 'truefalse'])
    for (const question of questions) t.equal(validQuestion(question), null)
  })
}

t.test('both languages of a sample have the same answers', async (t) => {
  const shape = ({ questions }: Imported): unknown[] => questions.map(({ type, choices, solution, seconds, points }) => [type, choices.length, type === 'text' ? 0 : solution, seconds, points])
  t.same(shape(await gift(sample('ko.gift'))), shape(await gift(sample('en.gift'))))
  t.same(shape(await importCsv(sample('ko.csv'))), shape(await importCsv(sample('en.csv'))))
})

t.test('GIFT: several-choice by weights, single by =, feedback becomes the explanation', async (t) => {
  t.match(await one('Even? {~%50%2 ~%50%4 ~%-100%5}'), { type: 'several', choices: ['2', '4', '5'], solution: { mask: 0b011 }, points: 100, seconds: 30 })
  t.match(await one('Thirds {~%33.333%a ~%33.333%b ~%33.333%c ~d}'), { type: 'several', solution: { mask: 0b0111 } })
  t.match(await one('One {~%100%a ~b}'), { type: 'single', solution: { mask: 1 } })
  t.match(await one('Why? {~a#not this =b#good ####because}'), { type: 'single', solution: { mask: 2 }, explanation: 'because\na: not this\nb: good' })
  t.match(await one('::Title only::{T#right}'), { type: 'truefalse', text: 'Title only', solution: { mask: 1 }, explanation: 'right' })
  t.match(await one('2+2 is {=4 =four}.'), { type: 'text', text: '2+2 is _____ .', solution: { accepted: ['4', 'four'] } })
})

t.test('GIFT: what is bent is told', async (t) => {
  const cases: Array<[string, string, object]> = [
    ['partial-credit', 'x {=a ~%50%b ~c}', { type: 'single', solution: { mask: 1 } }],
    ['partial-credit', 'x {=a =b ~c}', { type: 'several', solution: { mask: 3 } }],
    ['partial-credit', 'x {=a =%50%b}', { type: 'text', solution: { accepted: ['a'] } }],
    ['html-removed', '[html]<p>Is <b>5 &lt; 6</b>?</p> {T}', { text: 'Is 5 < 6?' }],
    ['html-removed', 'Is <b>5</b> odd? {T}', { text: 'Is 5 odd?' }],
    ['numeric-alternatives', 'Year? {#=1822:0 =%50%1822:2}', { type: 'numeric', solution: { value: 1822, tolerance: 0 } }]
  ]
  for (const [reason, text, question] of cases) {
    const { questions, notes } = await gift(text)
    t.match(questions, [question], text)
    t.match(notes, [{ what: 'bent', reason, fromLine: 1, toLine: 1, source: text }], text)
  }
})

t.test('GIFT: what is left out is told', async (t) => {
  const cases: Array<[string, string]> = [
    ['matching', 'x {=a -> b =c -> d}'],
    ['essay', 'x {}'],
    ['description', 'Only a text.'],
    ['no-right-answer', 'x {~a ~b}'],
    ['no-right-answer', 'x {#=%50%3}'],
    ['partial-credit', 'x {~%50%a ~%25%b}'],
    ['too-few-choices', 'x {~%100%a}'],
    ['too-many-choices', `x {=a ${'bcdefghijk'.split('').map((letter) => `~${letter}`).join(' ')}}`],
    ['duplicate-choice', 'x {=a ~b ~b}'],
    ['empty', '{=a ~b}'],
    ['too-long', `${'x'.repeat(LIMITS.question + 1)} {T}`],
    ['too-long', `x {=${'y'.repeat(LIMITS.choice + 1)} ~b}`],
    ['too-long', `x {=${'y'.repeat(LIMITS.shortAnswer + 1)}}`],
    ['too-long', `x {T####${'y'.repeat(LIMITS.explanation + 1)}}`],
    ['too-long', 'x'.repeat(30_000)],
    ['too-many-choices', `x {${Array.from({ length: 21 }, (_, i) => `=${i}a`).join(' ')}}`],
    ['bad-number', 'x {#5..3}'],
    ['numeric-alternatives', 'x {#=1 =2}'],
    ['syntax', 'x {=a'],
    ['syntax', 'x {#abc}'],
    ['syntax', '// lectern: seconds=3\nx {T}'],
    ['too-long', `// lectern: unit=${'x'.repeat(21)}\nx {#3}`]
  ]
  for (const [reason, text] of cases) {
    const imported = await gift(text)
    t.same(reasons(imported), [`left-out ${reason}`], text.slice(0, 60))
    t.equal(imported.found, 1)
  }
})

t.test('GIFT: what people do not escape is read all the same', async (t) => {
  t.match(await one('::When: now:: Is 3:4 = 6:8? See http://x.kr #1 {=yes: it is ~no}'), { text: 'Is 3:4 = 6:8? See http://x.kr #1', choices: ['yes: it is', 'no'] })
  t.match(await one('Ratio: {#3:1}'), { text: 'Ratio:', solution: { value: 3, tolerance: 1 } })
  t.match(await one('Set \\{1\\}: ok? {T}'), { text: 'Set {1}: ok?' })
  t.match(await one('Which header declares printf? {=<stdio.h> ~<math.h>}'), { choices: ['<stdio.h>', '<math.h>'] }, 'and is no markup')
})

t.test('GIFT: comments, categories, blank lines between answers and Windows line ends', async (t) => {
  const text = '\uFEFF// head\r\n$CATEGORY: a/b\r\n\r\n\r\n// about Q1\r\nQ1 {\r\n=a\r\n\r\n// in between\r\n~b\r\n}\r\n$CATEGORY: c\r\nQ2 {T}\r\n'
  const { questions, notes } = await gift(textOf(Buffer.from(text)))
  t.same(notes, [])
  t.match(questions, [{ text: 'Q1', choices: ['a', 'b'] }, { text: 'Q2' }])
})

t.test('GIFT: our comment says what GIFT cannot', async (t) => {
  t.match(await one('// lectern: survey, seconds=0 live=no shuffle\nPace? {~slow ~fast}'), { type: 'survey', solution: null, points: 0, seconds: 0, live: false, shuffle: true, choices: ['slow', 'fast'] })
  t.match(await one('// lectern: unit=km/h\nHow fast? {#3}'), { type: 'numeric', unit: 'km/h' })
  t.notOk('unit' in await one('// lectern: unit=km/h\nFast? {T}'), 'only a number has a unit')
  t.match(await one('// LECTERN: survey\nPace? {=slow =fast}'), { type: 'survey', live: true, choices: ['slow', 'fast'] })
})

t.test('more than 500 questions: the first 500, and one note for the rest', async (t) => {
  const { questions, found, notes } = await gift(Array.from({ length: 503 }, (_, i) => `Q${i} {T}`).join('\n\n'))
  t.equal(questions.length, 500)
  t.equal(found, 503)
  t.match(notes, [{ what: 'left-out', reason: 'too-many-questions', fromLine: 1001, toLine: 1005, detail: '3' }])
  const pieces = await gift('words\n\n'.repeat(1002))
  t.equal(pieces.found, 1002)
  t.equal(pieces.notes.length, 1001)
})

t.test('CSV: any delimiter, any order, either language', async (t) => {
  const expected = { type: 'single', text: '수도는?', choices: ['부산', '서울'], solution: { mask: 2 } }
  for (const text of ['문제,보기1,보기2,정답\n수도는?,부산,서울,B', 'Answer;Choice 1;Choice 2;Question\n2;부산;서울;수도는?', 'sep=\t\n\nA\tB\tquestion\tanswer\n부산\t서울\t수도는?\t서울']) {
    t.match(await importCsv(text), { questions: [expected], found: 1, notes: [] })
  }
})

t.test('CSV: UTF-8 with and without a mark, UTF-16 and EUC-KR', async (t) => {
  const text = '문제,정답\n수도는?,서울\n'
  const eucKr = Buffer.from('b9aec1a62cc1a4b4e40abcf6b5b5b4c23f2cbcadbfef0a', 'hex')
  for (const bytes of [Buffer.from(text), Buffer.from('\uFEFF' + text), Buffer.from('\uFEFF' + text, 'utf16le'), Buffer.from('\uFEFF' + text, 'utf16le').swap16(), eucKr]) {
    t.match(await importCsv(textOf(bytes)), { questions: [{ type: 'text', text: '수도는?', solution: { accepted: ['서울'] } }], notes: [] })
  }
})

t.test('CSV: types are guessed where none is said', async (t) => {
  const { questions, notes } = await importCsv('question,a,b,c,answer,shuffle,seconds\nx,p,q,r,"A;C",yes,45\nx,p,q,,①,,\nx,,,,O,,\nx,,,,"1,234.5",,\nx,,,,3.14±0.01,,\nx,,,,3.1..3.2,,\nx,,,,ann | bob,,\nx,,,,１２,,\n')
  t.match(questions.map(({ type, solution }) => [type, solution]), [
    ['several', { mask: 5 }], ['single', { mask: 1 }], ['truefalse', { mask: 1 }], ['numeric', { value: 1234.5, tolerance: 0 }],
    ['numeric', { value: 3.14, tolerance: 0.01 }], ['numeric', { value: 3.15, tolerance: 0.05 }], ['text', { accepted: ['ann', 'bob'] }], ['numeric', { value: 12 }]
  ])
  t.match(questions[0], { shuffle: true, seconds: 45 })
  t.match(await importCsv('question,answer,unit\nx,3.14,ms\nx,O,ms'), { questions: [{ unit: 'ms' }, { type: 'truefalse', unit: undefined }] })
  t.same(notes, [])
})

t.test('CSV: a bad record costs itself only', async (t) => {
  const text = [
    'type,question,a,b,answer,seconds',
    'single,ok,x,y,A,',
    'single,"never closed,x,y,A,',
    'single,"over',
    'two lines",x,y,A,',
    'riddle,what,x,y,A,',
    'single,nothing right,x,y,,',
    'single,wrong letter,x,y,C,',
    'single,gap,,y,B,',
    'truefalse,maybe?,,,perhaps,',
    'numeric,how many?,,,lots,',
    'single,when,x,y,A,soon',
    ',,,,,',
    'single,qu"ote,x,y,A,',
    'several,<b>bold</b>,x,y,A;B,',
    `single,${'z'.repeat(25_000)},x,y,A,`,
    'single,ok,x,y,B,10'
  ].join('\n')
  const imported = await importCsv(text)
  t.match(imported.questions.map(({ text }) => text), ['ok', 'over\ntwo lines', 'bold', 'ok'])
  t.same(imported.notes.map(({ reason, fromLine, toLine }) => [reason, fromLine, toLine]), [
    ['syntax', 3, 3], ['unknown-type', 6, 6], ['no-right-answer', 7, 7], ['no-right-answer', 8, 8], ['empty', 9, 9],
    ['no-right-answer', 10, 10], ['bad-number', 11, 11], ['bad-number', 12, 12], ['syntax', 14, 14], ['html-removed', 15, 15], ['too-long', 16, 16]
  ])
  t.equal(imported.found, 14)
})

t.test('CSV without a header that names the question has nothing to read', async (t) => {
  for (const text of ['', '\n\n', 'a,b\n1,2', '"open', 'sep=;']) t.match(await importCsv(text), { questions: [], found: 0 })
})

t.test('random text never throws, and every note has lines of the file', async (t) => {
  const pieces = fc.constantFrom('{', '}', '=', '~', '#', '::', '\\', '\n', '\n\n', '//', '// lectern: ', '%50%', '->', '"', ',', ';', '\t', 'question,answer', 'T', '3', '..', ':', '<b>', '&#0;', '$CATEGORY:', '한글', '\u{1F600}', ' ', 'survey')
  const text = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 60 }).map((parts) => parts.join(''))
  for (const read of [importGift, importCsv]) {
    await fc.assert(fc.asyncProperty(text, async (written) => {
      const file = textOf(Buffer.from(written))
      const lines = file.split('\n').length
      const { questions, found, notes } = await read(read === importCsv ? `question,a,b,answer\n${file}` : file)
      const last = read === importCsv ? lines + 1 : lines
      const leftOut = notes.filter(({ what }) => what === 'left-out').length
      return questions.length + leftOut === found &&
        questions.every((question) => validQuestion(question) === null) &&
        notes.every(({ fromLine, toLine, source, reason }) => fromLine >= 1 && fromLine <= toLine && toLine <= last && source.length <= 120 && IMPORT_REASONS.includes(reason))
    }), { numRuns: 300 })
  }
  t.pass('600 files were read')
})

t.test('a quiz is called what its file calls itself', async (t) => {
  t.equal((await gift(sample('ko.gift'))).title, '운영체제 · 7주차')
  t.equal(categoryTitle('// x\n $CATEGORY: $course$/top/Physics//Optics/Week 1\n\n$CATEGORY: other'), 'Physics/Optics · Week 1')
  t.equal(categoryTitle('x {T}'), '')
  t.equal(categoryTitle('$CATEGORY: $course$/top'), '')
  t.match(await importCsv('sep=;\n제목;"7주차; 교착 상태";;\n\n문제;정답\nx;O'), { title: '7주차; 교착 상태', found: 1, notes: [] })
  t.match(await importCsv('title,question,answer\na,x,1'), { title: '', found: 1 }, 'a column is no title')
  t.equal(titleLine('question,answer'), null)
  t.equal(titleLine(`title,${',x'.repeat(200)}`), null)
})

t.test('else after its name, tidied', async (t) => {
  for (const [name, title] of [['week7.gift', 'week7'], ['week_7-deadlock (2).csv', 'week 7-deadlock'], ['os-week-7.txt', 'os week 7'], ['2026-11-23.csv', '2026-11-23'], ['교착 상태 - 1.csv'.normalize('NFD'), '교착 상태 - 1'], ['', '']]) {
    t.equal(fileTitle(name ?? ''), title)
  }
})
