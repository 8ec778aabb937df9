import Type, { type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { BOARD_LIMITS } from '../classroom/limits.ts'
import { COLOURS, Draw, LETTER, LINE, SHEET } from '../classroom/whiteboard-model.ts'
import type { DrawAct, Form } from '../classroom/whiteboard-model.ts'
import { counter, flag, payload, whole } from './field-schemas.ts'
import type { Check } from './field-schemas.ts'
import { Up } from './messages.ts'

/** What frames that do something to the whiteboard must look like, by the kind of the act. Whether bytes are a piece of a stroke is the classroom's to say. */

function from (minimum: number, maximum: number) {
  return Type.Integer({ minimum, maximum })
}

const sheet = from(0, BOARD_LIMITS.sheets - 1)
const colour = from(0, COLOURS - 1)
const width = from(LINE.min, LINE.max)
const x = from(0, SHEET.width)
const y = from(0, SHEET.height)
const id = from(1, Number.MAX_SAFE_INTEGER)
const name = Type.Tuple([whole, id])
const medium = Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' })
const words = Type.String({ minLength: 1, maxLength: BOARD_LIMITS.text })

function act<const K extends number, T extends TSchema[]> (kind: K, ...items: [...T]) {
  return Compile(Type.Tuple([Type.Literal(Up.draw), counter, Type.Tuple([Type.Literal(kind), ...items])]))
}

export const DRAWS: { readonly [K in DrawAct[0]]: Check<[typeof Up.draw, number, Extract<DrawAct, [K, ...unknown[]]>]> } = {
  [Draw.ink]: act(Draw.ink, sheet, id, from(0, BOARD_LIMITS.strokePieces - 1), colour, width, payload),
  [Draw.shape]: act(Draw.shape, sheet, Type.Unsafe<Form>(from(0, 3)), colour, width, x, y, x, y),
  [Draw.text]: act(Draw.text, sheet, colour, from(LETTER.min, LETTER.max), x, y, words),
  [Draw.image]: act(Draw.image, sheet, medium, x, y, from(1, SHEET.width), from(1, SHEET.height)),
  [Draw.erase]: act(Draw.erase, Type.Array(name, { minItems: 1, maxItems: BOARD_LIMITS.erased })),
  [Draw.undo]: act(Draw.undo, id),
  [Draw.redo]: act(Draw.redo, id),
  [Draw.clear]: act(Draw.clear, sheet),
  [Draw.show]: act(Draw.show, flag),
  [Draw.turn]: act(Draw.turn, sheet),
  [Draw.add]: act(Draw.add, from(1, BOARD_LIMITS.sheets)),
  [Draw.invite]: act(Draw.invite, whole, flag)
}
