import type { Writable } from 'node:stream'
import { connectDatabase } from '../../database/database.ts'
import { writeBundle } from './bundle.ts'
import { exportOf } from './export.ts'
import type { ExportOrder, ExportReply } from './exporter.ts'
import { LessonRows } from './lesson-rows.ts'

/** The process that makes one file of results and is then killed, or writes a bundle and ends; see exporter.ts. It ends with its parent. */
process.once('disconnect', () => { process.exit(1) })

process.once('message', (order: ExportOrder) => { void work(order) })

async function work (order: ExportOrder): Promise<void> {
  let begun = false
  const begin = (): Writable => {
    begun = true
    tell({ file: null })
    return process.stdout
  }
  try {
    const db = await connectDatabase(order.database)
    if (order.format !== 'zip') return tell({ file: await exportOf(new LessonRows(db), order) })
    await writeBundle(db, order, begin, (trouble) => { tell({ trouble }) })
    process.exit(0)
  } catch (error) {
    // half a bundle is out: its end tells that it is broken
    if (begun) process.exit(1)
    tell({ error: error as Error })
  }
}

function tell (reply: ExportReply): void {
  process.send?.(reply)
}
