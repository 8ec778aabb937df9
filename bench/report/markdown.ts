/** A table; columns but the first stand to the right unless `left` names them. */
export function table (head: string[], rows: string[][], left: number[] = [0]): string {
  const line = (cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = `|${head.map((_, column) => (left.includes(column) ? '---' : '---:')).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

/** The parts of a page, with a blank line between them; empty ones are left out. */
export function page (...parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}
