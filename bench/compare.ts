import { compare, share } from './comparison.ts'
import type { Comparison, Difference } from './comparison.ts'
import { UsageError } from './option-values.ts'
import { readReport } from './report/results.ts'
import { readable } from './report/figures.ts'

/**
 * The command `compare BEFORE.json AFTER.json`: prints what became slower between two reports, and by how much
 * beyond the noise of their rounds. Returns the exit code: 1 when something did.
 * @throws UsageError
 */
export function compareCommand (args: string[]): number {
  const [before, after, ...more] = args
  if (before === undefined || after === undefined || more.length > 0) {
    throw new UsageError('compare takes two reports: BEFORE.json AFTER.json')
  }
  const { text, exitCode } = compareFiles(before, after)
  process.stdout.write(text)
  return exitCode
}

/**
 * What `compare` prints, and its exit code.
 * @throws UsageError when a file is no report, or the two did not measure the same thing
 */
export function compareFiles (before: string, after: string): { text: string, exitCode: number } {
  try {
    const comparison = compare(readReport(before), readReport(after))
    return { text: comparisonText(comparison), exitCode: comparison.slower.length === 0 ? 0 : 1 }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** A comparison for a reader. */
export function comparisonText ({ slower, faster, same, uncertain, caveats }: Comparison): string {
  const lines = caveats.map((caveat) => `careful: ${caveat}`)
  if (caveats.length > 0) lines.push('')
  lines.push(...told('slower beyond the noise', slower), ...told('faster beyond the noise', faster))
  lines.push(`${same.length} figures within the noise of their rounds.`)
  if (uncertain.length > 0) lines.push('', ...told('too few rounds to know the noise', uncertain))
  return `${lines.join('\n')}\n`
}

function told (heading: string, differences: Difference[]): string[] {
  if (differences.length === 0) return [`${heading}: nothing`]
  const width = Math.max(...differences.map(({ name }) => name.length))
  return [`${heading}:`, ...differences.map((each) => `  ${each.name.padEnd(width)}  ${change(each)}`), '']
}

function change (each: Difference): string {
  const { before, after, beyond, certain } = each
  const percent = (part: number): string => `${part > 0 ? '+' : ''}${(100 * part).toFixed(1)} %`
  const medians = `${readable(before)} → ${readable(after)} (${percent((after - before) / before)})`
  return certain && beyond !== 0 ? `${medians}, ${percent(share(each))} beyond the noise` : medians
}
