/** Signs and Korean counters stand right behind their number, other units after a blank. */
const CLINGS = /^[%‰°℃℉′″가-힣]/u

/** A number as people read it: with its unit, if it has one. */
export function withUnit (number: number | string, unit: string | undefined): string {
  if (unit === undefined) return String(number)
  return CLINGS.test(unit) ? `${number}${unit}` : `${number} ${unit}`
}
