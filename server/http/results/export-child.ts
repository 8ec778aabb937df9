import { connectDatabase } from '../../database/database.ts'
import { exportOf } from './export.ts'
import type { ExportOrder, ExportReply } from './exporter.ts'
import { LessonRows } from './lesson-rows.ts'

/** The process that makes one file of results and is then killed; see exporter.ts. It ends with its parent. */
process.once('disconnect', () => { process.exit(0) })

process.once('message', (order: ExportOrder) => {
  void reply(order).then((said) => process.send?.(said))
})

async function reply (order: ExportOrder): Promise<ExportReply> {
  try {
    const db = await connectDatabase(order.database)
    return { file: await exportOf(new LessonRows(db), order) }
  } catch (error) {
    return { error: error as Error }
  }
}
