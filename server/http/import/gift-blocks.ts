import type { Source } from './draft.ts'

/** One question of a GIFT file, without comments and blank lines, ready for the parser. */
export interface GiftBlock extends Source {
  /** What a comment `// lectern: …` in the block says; '' without one. */
  options: string
}

const COMMENT = /^\s*\/\//
const OPTIONS = /^\s*\/\/\s*lectern:(.*)$/i
const CATEGORY = /^\s*\$CATEGORY:/
/** A line that goes on with the answers of a question after a blank line between them. */
const GOES_ON = /^\s*[=~}#]/

/**
 * Cuts a GIFT file into its questions. They are parted by blank lines; a blank line between the answers of
 * one question parts nothing, but a question that never closes its brace ends there too, so that it does
 * not swallow the ones below. Comments and categories belong to no question.
 */
export function giftBlocks (text: string): GiftBlock[] {
  const lines = text.split('\n')
  const blocks: GiftBlock[] = []
  let kept: string[] = []
  let options = ''
  let fromLine = 0
  let toLine = 0
  let depth = 0

  const end = (): void => {
    if (kept.length > 0) blocks.push({ fromLine, toLine, text: kept.join('\n'), options })
    kept = []
    options = ''
    depth = 0
  }

  const next = nextLines(lines)
  for (const [index, line] of lines.entries()) {
    if (COMMENT.test(line)) {
      options += OPTIONS.exec(line)?.[1] ?? ''
    } else if (line.trim() === '') {
      if (depth <= 0 || !GOES_ON.test(lines[next[index] ?? lines.length] ?? '')) end()
    } else if (CATEGORY.test(line)) {
      end()
    } else {
      if (kept.length === 0) fromLine = index + 1
      toLine = index + 1
      kept.push(line)
      depth += braces(line)
    }
  }
  end()
  return blocks
}

/** For each line the index of the next one below that says something (not blank, no comment). */
function nextLines (lines: string[]): number[] {
  const next = new Array<number>(lines.length)
  let below = lines.length
  for (let index = lines.length - 1; index >= 0; index--) {
    next[index] = below
    const line = lines[index] ?? ''
    if (line.trim() !== '' && !COMMENT.test(line)) below = index
  }
  return next
}

/** Opened minus closed braces; escaped ones do not count. */
export function braces (line: string): number {
  let sum = 0
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '\\') i++
    else if (line[i] === '{') sum++
    else if (line[i] === '}') sum--
  }
  return sum
}
