import { fields, matches } from './event-shape.ts'
import type { Field } from './event-shape.ts'
import { BOARD_LIMITS } from './limits.ts'
import { COLOURS, Draw, Form, LETTER, LINE, SHEET } from './whiteboard-model.ts'

const { text, count, flag, bytes, whole, oneOf } = fields

const sheet = whole(0, BOARD_LIMITS.sheets - 1)
const colour = whole(0, COLOURS - 1)
const width = whole(LINE.min, LINE.max)
const x = whole(0, SHEET.width)
const y = whole(0, SHEET.height)
const id = whole(1, Number.MAX_SAFE_INTEGER)
const name: Field = (value) => Array.isArray(value) && matches(value, 0, [count, id])
const names: Field = (value) => Array.isArray(value) && value.length <= BOARD_LIMITS.erased && value.every(name)

/** Fields of each act after its kind; whether bytes are a piece of a stroke is checked where it is drawn. */
const ACT_FIELDS = new Map<unknown, Field[]>([
  [Draw.ink, [sheet, id, whole(0, BOARD_LIMITS.strokePieces - 1), colour, width, bytes]],
  [Draw.shape, [sheet, oneOf(Form), colour, width, x, y, x, y]],
  [Draw.text, [sheet, colour, whole(LETTER.min, LETTER.max), x, y, text]],
  [Draw.image, [sheet, text, x, y, whole(1, SHEET.width), whole(1, SHEET.height)]],
  [Draw.erase, [names]],
  [Draw.undo, [id]],
  [Draw.redo, [id]],
  [Draw.clear, [sheet]],
  [Draw.show, [flag]],
  [Draw.turn, [sheet]],
  [Draw.add, [count]],
  [Draw.invite, [count, flag]]
])

const act: Field = (value) => {
  if (!Array.isArray(value)) return false
  const rest = ACT_FIELDS.get(value[0])
  return rest !== undefined && matches(value, 1, rest)
}
const DRAWN: Field[] = [id, count, flag, act]

/** What an event of the whiteboard holds: what several people did, in their order. */
export const drawActs: Field = (value) => Array.isArray(value) && value.every((drawn) => Array.isArray(drawn) && matches(drawn, 0, DRAWN))
