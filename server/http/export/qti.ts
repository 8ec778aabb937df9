import { ZipFile } from 'yazl'
import type { QuizBody } from '../../wire/api.ts'
import { qtiItem } from './qti-item.ts'
import { document, element, text } from './xml-text.ts'
import type { Xml } from './xml-text.ts'

/** Packages of one quiz are equal whenever they are made. */
const WRITTEN = new Date('2020-01-01T00:00:00Z')

/** A quiz as a QTI 2.1 package (a ZIP with a manifest, a test and an item a question). */
export async function exportQti (quiz: QuizBody): Promise<Buffer> {
  const names = quiz.questions.map((_, index) => `q${String(index + 1).padStart(3, '0')}`)
  const files: Record<string, string> = { 'imsmanifest.xml': manifest(names), 'test.xml': test(quiz, names) }
  for (const [index, question] of quiz.questions.entries()) files[`items/${names[index] ?? ''}.xml`] = qtiItem(question, names[index] ?? '')
  return await zipped(files)
}

function manifest (names: string[]): Xml {
  const items = names.map((name) => element('resource', { identifier: name, type: 'imsqti_item_xmlv2p1', href: `items/${name}.xml` }, element('file', { href: `items/${name}.xml` })))
  const test = element('resource', { identifier: 'test', type: 'imsqti_test_xmlv2p1', href: 'test.xml' }, element('file', { href: 'test.xml' }), ...names.map((name) => element('dependency', { identifierref: name })))
  return document(element('manifest', { xmlns: 'http://www.imsglobal.org/xsd/imscp_v1p1', identifier: 'lectern-quiz' },
    element('metadata', {}, element('schema', {}, 'QTIv2.1 Package'), element('schemaversion', {}, '1.0.0')),
    element('organizations', {}),
    element('resources', {}, '\n', test, '\n', ...items.map((item) => item + '\n'))))
}

function test ({ title, questions }: QuizBody, names: string[]): Xml {
  const references = questions.map(({ seconds }, index) => {
    const limit = seconds === 0 ? [] : [element('timeLimits', { maxTime: seconds })]
    return '\n' + element('assessmentItemRef', { identifier: names[index] ?? '', href: `items/${names[index] ?? ''}.xml` }, ...limit)
  })
  return document(element('assessmentTest', { xmlns: 'http://www.imsglobal.org/xsd/imsqti_v2p1', identifier: 'test', title, toolName: 'Lectern' },
    element('testPart', { identifier: 'part', navigationMode: 'nonlinear', submissionMode: 'individual' },
      element('assessmentSection', { identifier: 'section', title, visible: true }, ...references, text('\n')))))
}

async function zipped (files: Record<string, string>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name, { mtime: WRITTEN })
  zip.end()
  const parts: Buffer[] = []
  for await (const part of zip.outputStream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
