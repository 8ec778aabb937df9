/** Which bits of a mask are set, for `count` choices. */
export function rightOf (mask: number, count: number): boolean[] {
  return Array.from({ length: count }, (_, index) => (mask >> index & 1) === 1)
}

/**
 * What each of several right choices is worth in Moodle: a share of 100 as its list of grades has it, with five
 * digits after the point. A wrong one takes the whole away, so that ticking everything earns nothing.
 */
export function sharesOf (right: boolean[]): number[] {
  const share = 100 / right.filter(Boolean).length
  return right.map((is) => is ? Number(share.toFixed(5)) : -100)
}
