import type { ExportFormat, QuizBody } from '../../wire/api.ts'
import { exportGift } from './gift.ts'
import { exportMoodle } from './moodle.ts'
import { exportQti } from './qti.ts'

/** A quiz written as a file. */
export interface QuizFile {
  name: string
  /** Media type. */
  type: string
  content: Buffer
}

/** Writes a quiz; reading the file again gives the same questions. */
export async function exported (format: ExportFormat, quiz: QuizBody): Promise<QuizFile> {
  const title = quiz.title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim() || 'quiz'
  switch (format) {
    case 'gift': return { name: `${title}.gift`, type: 'text/plain; charset=utf-8', content: Buffer.from(exportGift(quiz)) }
    case 'moodle': return { name: `${title}.xml`, type: 'application/xml; charset=utf-8', content: Buffer.from(exportMoodle(quiz)) }
    case 'qti': return { name: `${title}.zip`, type: 'application/zip', content: await exportQti(quiz) }
  }
}
