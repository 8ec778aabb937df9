import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import t from 'tap'
import { ZipFile } from 'yazl'
import { validQuestion } from '../../classroom/rules.ts'
import { importFile } from '../../http/import/formats.ts'
import type { Imported } from '../../http/import/draft.ts'

const SAMPLES = join(import.meta.dirname, '../../../samples')
const sample = (name: string): Buffer => readFileSync(join(SAMPLES, name))
const xml = async (text: string): Promise<Imported> => await importFile('xml', Buffer.from(text))
const moodle = async (...questions: string[]): Promise<Imported> => await xml(`<quiz>\n${questions.join('\n')}\n</quiz>`)

async function zipOf (files: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  const parts: Buffer[] = []
  for await (const part of zip.outputStream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

t.test('samples/moodle.xml: six questions, and a line for each of the rest', async (t) => {
  const { title, found, questions, notes } = await importFile('xml', sample('moodle.xml'))
  t.equal(title, 'Operating systems · Week 7')
  t.equal(found, 10)
  t.match(questions, [
    { type: 'single', text: 'Which of these is not needed for a deadlock?', choices: ['mutual exclusion', 'preemption', 'hold and wait'], solution: { mask: 2 }, explanation: 'Coffman named four conditions.', points: 100, shuffle: true },
    { type: 'several', solution: { mask: 5 }, points: 200 },
    { type: 'truefalse', solution: { mask: 1 }, seconds: 20, speed: false },
    { type: 'text', solution: { accepted: ['least recently used', '가장 오래 쓰지 않은 것'] } },
    { type: 'numeric', solution: { value: 19, tolerance: 0.5 }, unit: 'ns' },
    { type: 'single', text: 'Which state is marked?' }
  ])
  t.match(notes, [
    { what: 'bent', reason: 'html-removed', fromLine: 7, toLine: 17, at: 0 },
    { what: 'left-out', reason: 'matching', fromLine: 53, toLine: 59, at: 5, instead: [{ text: 'Who invented what?\nsemaphore', choices: ['Dijkstra', 'Hoare', 'Knuth'], solution: { mask: 1 }, points: 50 }, { solution: { mask: 2 } }] },
    { what: 'left-out', reason: 'ordering', at: 5, instead: [{ type: 'single', text: 'Put the steps of booting in order.\nWhat comes first?', choices: ['boot loader', 'kernel', 'power on'], solution: { mask: 4 }, explanation: 'power on → boot loader → kernel' }] },
    { what: 'left-out', reason: 'essay', source: 'Essay · Compare two schedulers.' },
    { what: 'left-out', reason: 'unknown-type', detail: 'multianswer' },
    { what: 'bent', reason: 'picture-removed', at: 5 }
  ])
  t.equal(notes.length, 6)
  for (const question of [...questions, ...notes.flatMap(({ instead = [] }) => instead)]) t.equal(validQuestion(question), null)
})

t.test('samples/qti.zip: in the order of its test, with times; what cannot be asked has its file and lines', async (t) => {
  const { title, found, questions, notes } = await importFile('zip', sample('qti.zip'))
  t.equal(title, 'Week 7')
  t.equal(found, 5)
  t.match(questions, [
    { type: 'numeric', text: 'What is pi?', solution: { value: 3.14, tolerance: 0.01 }, seconds: 45 },
    { type: 'single', text: 'Look at the text in the picture.\nWhat does it say?', solution: { mask: 1 }, shuffle: true, seconds: 30 }
  ])
  t.match(notes, [
    { what: 'bent', reason: 'html-removed', file: 'items/choice.xml' },
    { what: 'bent', reason: 'picture-removed', file: 'items/choice.xml' },
    { what: 'left-out', reason: 'matching', file: 'items/match.xml', fromLine: 2, instead: [{ text: 'Match the characters to the play.\nCapulet', choices: ["A Midsummer-Night's Dream", 'Romeo and Juliet'], solution: { mask: 2 } }, { solution: { mask: 1 } }] },
    { what: 'left-out', reason: 'ordering', instead: [{ choices: ['Jenson', 'Michael', 'Rubens'], solution: { mask: 2 } }] },
    { what: 'left-out', reason: 'unknown-type', detail: 'sliderInteraction' }
  ])
  t.equal(notes.length, 5)
})

t.test('Moodle XML: what is bent or left out is told', async (t) => {
  const answer = (fraction: number, text: string, more = ''): string => `<answer fraction="${fraction}" format="plain_text"><text>${text}</text>${more}</answer>`
  const question = (type: string, ...parts: string[]): string => `<question type="${type}"><questiontext format="plain_text"><text>x</text></questiontext>${parts.join('')}</question>`
  const cases: Array<[string, string, object?]> = [
    ['left-out no-right-answer', question('multichoice', answer(0, 'a'), answer(0, 'b')), { instead: [{ type: 'survey', choices: ['a', 'b'] }] }],
    ['left-out partial-credit', question('multichoice', answer(50, 'a'), answer(25, 'b'), answer(0, 'c')), { instead: [{ type: 'several', solution: { mask: 3 } }] }],
    ['left-out no-right-answer', question('truefalse', answer(100, 'perhaps'))],
    ['left-out no-right-answer', question('numerical', answer(0, '3'))],
    ['left-out bad-number', question('numerical', answer(100, 'three'))],
    ['left-out bad-number', question('numerical', answer(100, '3', '<tolerance>-1</tolerance>'))],
    ['left-out numeric-alternatives', question('numerical', answer(100, '3'), answer(100, '4'))],
    ['bent numeric-alternatives', question('numerical', answer(100, '3,5'), answer(50, '4'))],
    ['bent wildcard', question('shortanswer', answer(100, '*colour*'), answer(100, '5 \\* 3'))],
    ['bent partial-credit', question('shortanswer', answer(100, 'a'), answer(50, 'b'))],
    ['left-out description', question('description')]
  ]
  for (const [expected, text, note = {}] of cases) {
    const { notes } = await moodle(text)
    t.match(notes, [{ ...note, fromLine: 2, toLine: 2 }], text)
    t.same(notes.map(({ what, reason }) => `${what} ${reason}`), [expected], text)
  }
})

t.test('QTI: what a foreign item means', async (t) => {
  const item = (declaration: string, body: string, more = ''): string => `<imsqti:assessmentItem xmlns:imsqti="x" title="t"><responseDeclaration identifier="R" ${declaration}</responseDeclaration><itemBody>${body}</itemBody>${more}</imsqti:assessmentItem>`
  const two = '<choiceInteraction responseIdentifier="R"><simpleChoice identifier="p">a</simpleChoice><simpleChoice identifier="q">b</simpleChoice></choiceInteraction>'
  const entry = '<p><textEntryInteraction responseIdentifier="R"/></p>'
  const read = async (text: string): Promise<object> => {
    const { questions, notes } = await xml(text)
    return questions[0] ?? notes[0] ?? {}
  }
  t.match(await read(item('cardinality="single" baseType="identifier"><mapping><mapEntry mapKey="q" mappedValue="1"/><mapEntry mapKey="p" mappedValue="0"/></mapping>', two)), { type: 'single', text: 't', solution: { mask: 2 } })
  t.match(await read(item('cardinality="multiple" baseType="identifier"><correctResponse><value>q</value></correctResponse>', two)), { type: 'several', solution: { mask: 2 } })
  t.match(await read(item('cardinality="single" baseType="identifier">', two)), { reason: 'no-right-answer', instead: [{ type: 'survey' }] })
  t.match(await read(item('cardinality="single" baseType="identifier">', two.replace('"p"', '"true"').replace('"q"', '"false"'))), { reason: 'no-right-answer' })
  t.match(await read(item('cardinality="single" baseType="float"><correctResponse><value>200</value></correctResponse>', entry, '<responseProcessing><equal toleranceMode="relative" tolerance="5 5"/></responseProcessing>')), { type: 'numeric', solution: { value: 200, tolerance: 10 } })
  t.match(await read(item('cardinality="single" baseType="integer"><correctResponse><value>x</value></correctResponse>', entry)), { reason: 'bad-number' })
  t.match(await read(item('cardinality="single" baseType="string">', entry)), { reason: 'no-right-answer' })
  t.match(await read(item('>', '<p>Only a text.</p>')), { reason: 'description' })
  t.match(await read(item('>', two + two)), { reason: 'unknown-type', detail: 'choiceInteraction, choiceInteraction' })
  t.match(await read(item('>', '<extendedTextInteraction/>')), { reason: 'essay' })
})

t.test('XML that breaks: what stands before is read, and the place is told', async (t) => {
  const good = '<question type="truefalse"><questiontext format="plain_text"><text>x</text></questiontext><answer fraction="100"><text>true</text></answer></question>'
  for (const [broken, message] of [['<question type="essay"><name>', /unclosed|unexpected end/i], ['<question type="essay">&nbsp;</question>', /entity/], ['<question a=1>', /quot/], ['</nothing>', /tag/]] as const) {
    const { found, questions, notes } = await xml(`<quiz>\n${good}\n${broken}`)
    t.match(questions, [{ type: 'truefalse' }], broken)
    t.equal(found, 2)
    t.match(notes, [{ what: 'left-out', reason: 'syntax', fromLine: 3, toLine: 3, detail: message, source: broken }], broken)
  }
  t.match((await xml(`<quiz>${'<a>'.repeat(200)}`)).notes, [{ reason: 'syntax', detail: /100 elements/ }])
  const half = await importFile('zip', await zipOf({ 'a.xml': '<assessmentItem><itemBody>', 'b.xml': '<assessmentItem title="x"><itemBody/></assessmentItem>', 'c.png': 'x' }))
  t.match(half.notes, [{ reason: 'syntax', file: 'a.xml' }, { reason: 'description', file: 'b.xml' }])
})

t.test('hostile XML is refused as such: external entities, a billion laughs', async (t) => {
  const laughs = `<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i} "${`&lol${i === 0 ? '' : i - 1};`.repeat(10)}">`).join('')}]>\n<quiz>&lol8;</quiz>`
  const external = '<!DOCTYPE quiz [<!ENTITY xxe SYSTEM "file:///etc/passwd">]><quiz><question type="truefalse"><questiontext><text>&xxe;</text></questiontext></question></quiz>'
  for (const text of [laughs, external, '<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd"><quiz/>']) {
    await t.rejects(xml(text), { code: 'unsafe-xml' })
    await t.rejects(importFile('zip', await zipOf({ 'item.xml': text })), { code: 'unsafe-xml' })
  }
  for (const text of ['', 'no XML', '<html/>', '<questestinterop/>', '<!-- only -->']) await t.rejects(xml(text), { code: 'bad-file' }, text)
})

t.test('hostile packages are refused: names that point outside, bombs, lies about sizes', async (t) => {
  const item = '<assessmentItem title="x"><itemBody/></assessmentItem>'
  const named = async (name: string): Promise<Buffer> => {
    const placeholder = 'p'.repeat(name.length)
    const bytes = await zipOf({ [placeholder]: item })
    return Buffer.from(bytes.toString('latin1').replaceAll(placeholder, name), 'latin1')
  }
  for (const name of ['../../etc/item.xml', '/etc/item.xml', 'C:/item.xml', '..\\item.xml']) await t.rejects(importFile('zip', await named(name)), { code: 'unsafe-zip' }, name)
  const many: Record<string, string> = {}
  for (let i = 0; i < 2001; i++) many[`${i}.txt`] = ''
  await t.rejects(importFile('zip', await zipOf(many)), { code: 'unsafe-zip' }, 'too many entries')
  const big = Buffer.alloc(51 * 1024 * 1024, ' ')
  const packed = deflateRawSync(big, { level: 1 })
  t.ok(packed.length < 500_000, 'a bomb is small')
  for (const told of [big.length, 10]) await t.rejects(importFile('zip', oneEntry(packed, told)), { code: 'unsafe-zip' }, `whatever size it tells: ${told}`)
  for (const bytes of [Buffer.from('no zip'), Buffer.from('PK\u0003\u0004'), await zipOf({ 'a.txt': 'x' }), await zipOf({ 'imsmanifest.xml': '<manifest/>', 'q.xml': '<questestinterop/>' })]) {
    await t.rejects(importFile('zip', bytes), { code: 'bad-file' })
  }
})

/** A package with one entry, which says how many bytes it unpacks to. */
function oneEntry (packed: Buffer, told: number): Buffer {
  const name = Buffer.from('item.xml')
  const sizes = Buffer.alloc(12)
  sizes.writeUInt32LE(packed.length, 4)
  sizes.writeUInt32LE(told, 8)
  const common = Buffer.concat([Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 0, 0]), sizes, Buffer.from([name.length, 0, 0, 0])])
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, name, packed])
  const central = Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), common, Buffer.alloc(14), name])
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}
