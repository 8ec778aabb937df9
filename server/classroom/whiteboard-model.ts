/**
 * The nouns of the whiteboard. Types and constants only; numbers are part of wire and log. A sheet is a page of the
 * board (pages are what long lists are sent in). An item is what somebody put on a sheet: its name is its author's
 * index with the id of the command that made it, so that authors can name their items before the log has them.
 */

/** A sheet in its own units, a quarter of a pixel where it is 1600 wide; x to the right, y down. */
export const SHEET = { width: 6400, height: 3600 } as const

/** Colours are places in a palette, which screens make readable on light and on dark: ink (the text colour), red, orange, yellow, green, teal, blue, violet. */
export const COLOURS = 8

/** How thick a line may be, in units; how large a letter. */
export const LINE = { min: 2, max: 160 } as const
export const LETTER = { min: 40, max: 800 } as const

export const Form = { line: 0, arrow: 1, rectangle: 2, ellipse: 3 } as const
export type Form = (typeof Form)[keyof typeof Form]

/** What somebody does to the board; the first element of an act. From `clear` on, teachers only. */
export const Draw = {
  ink: 0,
  shape: 1,
  text: 2,
  image: 3,
  erase: 4,
  undo: 5,
  redo: 6,
  clear: 7,
  show: 8,
  turn: 9,
  add: 10,
  invite: 11
} as const

/** The name of an item: the index of its author and the id of the command that made it. */
export type ItemName = [by: number, id: number]

/**
 * A piece of a stroke. `stroke` is the command id of the stroke's first piece; `no` counts its pieces from 0 in the
 * order in which they are drawn, and the same piece means the same whenever and however often it comes. Colour and
 * width of the piece that comes first count. `points` as `encodePoints` (ink.ts) writes them.
 */
export type InkAct = [kind: typeof Draw.ink, sheet: number, stroke: number, no: number, colour: number, width: number, points: Uint8Array]
/** From one corner, or end, to the other; an arrow points to the second. */
export type ShapeAct = [kind: typeof Draw.shape, sheet: number, form: Form, colour: number, width: number, x: number, y: number, toX: number, toY: number]
/** `x`, `y`: where the upper left corner is; `size`: height of a letter. */
export type TextAct = [kind: typeof Draw.text, sheet: number, colour: number, size: number, x: number, y: number, text: string]
/** A picture that was shared and approved in this lesson, by its id. */
export type ImageAct = [kind: typeof Draw.image, sheet: number, medium: string, x: number, y: number, width: number, height: number]
/** Takes whole items away: teachers anybody's, others their own. */
export type EraseAct = [kind: typeof Draw.erase, items: ItemName[]]
/** Takes back the sender's last action (an item, an erasing, a clearing), which is named by its command's id. */
export type UndoAct = [kind: typeof Draw.undo, action: number]
/** Does again what the sender took back last. */
export type RedoAct = [kind: typeof Draw.redo, action: number]
/** Takes everything off a sheet. */
export type ClearAct = [kind: typeof Draw.clear, sheet: number]
/** Whether everyone sees the board. */
export type ShowAct = [kind: typeof Draw.show, shown: boolean]
/** Which sheet everyone sees. */
export type TurnAct = [kind: typeof Draw.turn, sheet: number]
/** Adds a sheet after the last and turns to it; `sheets` is how many the sender saw. */
export type AddAct = [kind: typeof Draw.add, sheets: number]
/** Whether participant `who` may draw. */
export type InviteAct = [kind: typeof Draw.invite, who: number, invited: boolean]

/** What a person draws, and what only a teacher does. */
export type WriterAct = InkAct | ShapeAct | TextAct | ImageAct | EraseAct | UndoAct | RedoAct
export type LeaderAct = ClearAct | ShowAct | TurnAct | AddAct | InviteAct
export type DrawAct = WriterAct | LeaderAct
