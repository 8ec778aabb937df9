import { parse } from 'csv-parse/sync'
import type { Source } from './draft.ts'
import { LeftOut } from './draft.ts'

export type Delimiter = ',' | ';' | '\t'

/** A quoted cell may run over this many lines; a quote that is still open then was never meant to be. */
const LINES_MAX = 30
/** The longest record that is parsed, in characters. */
const RECORD_MAX = 20_000

/**
 * Cuts a CSV file into its records from line `fromLine` on. A quote that nobody closes costs its own line,
 * not the rest of the file.
 */
export function csvRecords (lines: string[], fromLine: number, delimiter: Delimiter): Source[] {
  const records: Source[] = []
  for (let index = fromLine - 1; index < lines.length;) {
    const count = linesOfRecord(lines, index, delimiter)
    const text = lines.slice(index, index + count).join('\n')
    if (text.trim() !== '') records.push({ fromLine: index + 1, toLine: index + count, text })
    index += count
  }
  return records
}

/** Lines until the quoted cell that is open at a line's end is closed; 1 where that does not happen soon. */
function linesOfRecord (lines: string[], index: number, delimiter: Delimiter): number {
  let open = false
  for (let count = 1; count <= LINES_MAX; count++) {
    const line = lines[index + count - 1]
    if (line === undefined) return 1
    const state = quotedAtEnd(line, delimiter, open)
    if (state === 'broken') return 1
    if (state === 'closed') return count
    open = true
  }
  return 1
}

/** A cell is quoted when a quote is the first that stands in it; `""` is a quote within, and after the closing one comes a delimiter. */
function quotedAtEnd (line: string, delimiter: Delimiter, open: boolean): 'open' | 'closed' | 'broken' {
  let quoted = open
  for (let i = 0; i < line.length || quoted;) {
    if (quoted) {
      i = line.indexOf('"', i)
      if (i < 0) return 'open'
      if (line[i + 1] === '"') {
        i += 2
        continue
      }
      while (line[++i] === ' ');
      if (i < line.length && line[i] !== delimiter) return 'broken'
      quoted = false
    } else {
      const end = line.indexOf(delimiter, i)
      const cell = line.slice(i, end < 0 ? line.length : end)
      quoted = cell.trimStart().startsWith('"')
      i = quoted ? i + cell.indexOf('"') + 1 : end < 0 ? line.length : end + 1
    }
  }
  return 'closed'
}

/**
 * The cells of one record, trimmed.
 * @throws LeftOut when it is no CSV
 */
export function cellsOf (record: string, delimiter: Delimiter): string[] {
  if (record.length > RECORD_MAX) throw new LeftOut('too-long', String(record.length))
  try {
    const [cells] = parse(record, { delimiter, trim: true, record_delimiter: ['\n'], max_record_size: 2 * RECORD_MAX, relax_column_count: true })
    return cells ?? []
  } catch (error) {
    throw new LeftOut('syntax', (error as Error).message)
  }
}
