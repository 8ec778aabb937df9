import type { Test } from 'tap'
import type { Drawn } from '../../classroom/media-events.ts'
import { Media } from '../../classroom/media-events.ts'
import { MediaKind } from '../../classroom/media.ts'
import { Draw } from '../../classroom/whiteboard-model.ts'
import { itemRow } from '../../classroom/whiteboard-views.ts'
import type { Database } from '../../database/database.ts'
import { decode } from '../../wire/codec.ts'
import { DrawnBoard, points } from '../classroom/drawn-board.ts'
import { ScriptedLesson } from '../classroom/scripted-lesson.ts'
import { archive } from './archived.ts'
import { LessonLog } from './lesson-log.ts'

/** What the archiver writes of whiteboards, the same of both databases. */
export function boardSuite (t: Test, open: () => Promise<Database>): void {
  t.test('A1 what stands on the whiteboard at the end is written with it, once, and without the words of its pictures', async (t) => {
    const db = await open()
    t.teardown(() => db.destroy())
    const log = new LessonLog()
    const board = new DrawnBoard()
    const scripted = new ScriptedLesson()
    scripted.students(2)
    log.take(scripted)
    const draw = (...drawn: Drawn[]): void => {
      board.fold(drawn)
      log.draw(...drawn)
    }
    log.media(Media.share, 0, ['m1', MediaKind.image, 'image/webp', 100, 640, 480, '표', 'a.png', '', 0])
    board.share('m1')
    draw([100, 0, true, [Draw.invite, 1, true]], [101, 0, true, [Draw.add, 1]])
    draw([102, 0, true, [Draw.ink, 0, 102, 0, 1, 12, points()]], [103, 1, false, [Draw.text, 1, 2, 120, 10, 10, '학생이 씀']], [104, 0, true, [Draw.image, 0, 'm1', 0, 0, 640, 480]])
    draw([105, 0, true, [Draw.ink, 0, 102, 1, 1, 12, points(3)]], [106, 0, true, [Draw.shape, 0, 0, 1, 12, 0, 0, 9, 9]])
    draw([107, 0, true, [Draw.undo, 106]])
    const rows = async (): Promise<unknown[]> => (await db.selectFrom('board_items').selectAll().orderBy('sheet').orderBy('z').execute()).map(({ sheet, z, who, item }) => [sheet, z, who, decode(Buffer.from(item, 'base64'))])
    await archive(log, db)
    t.same(await rows(), [], 'while it lasts, it is on the screens')
    const shown = board.board.sheets.flatMap(({ items }) => items).filter(({ visible }) => visible)
    scripted.end()
    log.take(scripted)
    log.media(Media.end, 0)
    for (let time = 0; time < 2; time++) {
      await archive(log, db)
      await db.deleteFrom('archive_positions').execute()
    }
    t.same(await rows(), shown.map((item) => [item.sheet, item.z, item.name[0], (itemRow(item, -1, 0, Infinity)!.row as unknown[]).map((part) => part === '그림' ? '' : part)]))
    t.equal(shown.length, 3)
    t.match(await db.selectFrom('lessons').select('sheets').execute(), [{ sheets: 2 }])
    await db.insertInto('erasures').values({ lesson: 'L1', who: 1, at: 1 }).execute()
    await db.deleteFrom('board_items').execute()
    await archive(log, db)
    t.same((await db.selectFrom('board_items').select('who').execute()).map(({ who }) => who), [0, 0], 'A5 what somebody drew who was erased stays away')
  })
}
