/** What happened how often, by its name. */
export type Tally = Record<string, number>

/** Several tallies in one. */
export function sumOf (tallies: Tally[]): Tally {
  const sum: Tally = {}
  for (const [what, times] of tallies.flatMap(Object.entries<number>)) sum[what] = (sum[what] ?? 0) + times
  return sum
}
