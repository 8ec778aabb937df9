import { deepStrictEqual } from 'node:assert'
import fc from 'fast-check'
import t from 'tap'
import { exported } from '../../http/export/formats.ts'
import { qtiItem } from '../../http/export/qti-item.ts'
import { importFile } from '../../http/import/formats.ts'
import type { ExportFormat, ImportFormat } from '../../wire/api.ts'
import { quizzes } from './random-quiz.ts'

const READ_AS: Record<ExportFormat, ImportFormat> = { gift: 'gift', moodle: 'xml', qti: 'zip' }

for (const format of ['gift', 'moodle', 'qti'] as const) {
  t.test(`${format}: what is written is read again, whatever the texts are`, async () => {
    await fc.assert(fc.asyncProperty(quizzes, async (quiz) => {
      const { questions, notes } = await importFile(READ_AS[format], (await exported(format, quiz)).content)
      deepStrictEqual({ notes, questions }, { notes: [], questions: quiz.questions })
    }), { numRuns: format === 'qti' ? 60 : 200 })
  })
}

t.test('a single QTI item is read as it stands in a package', async () => {
  await fc.assert(fc.asyncProperty(quizzes, async ({ questions }) => {
    const [question] = questions
    if (question === undefined) return
    const read = await importFile('xml', Buffer.from(qtiItem(question, 'q1')))
    deepStrictEqual({ notes: read.notes, questions: read.questions }, { notes: [], questions: [question] })
  }), { numRuns: 60 })
})
