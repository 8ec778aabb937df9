import { Role, Standing } from '../../../server/classroom/model.ts'
import type { LanguageCode } from '../messages/language.svelte.ts'
import { nicknameIn } from '../nickname.ts'
import type { Person } from '../../../server/wire/messages.ts'

/** The tabs of the people panel. */
export type RosterTab = 'people' | 'missing' | 'late' | 'removed'

/** What the panel counts, of students only. */
export interface RosterCounts {
  people: number
  missing: number
  removed: number
  away: number
  shaky: number
  /** Still without an answer, with a time factor of their own. */
  personalTime: number
}

const isIn = (person: Person) => person[6] !== Standing.removed && person[6] !== Standing.left
const isStudent = (person: Person) => person[3] === Role.student

export function countRoster (rows: readonly Person[]): RosterCounts {
  const counts: RosterCounts = { people: 0, missing: 0, removed: 0, away: 0, shaky: 0, personalTime: 0 }
  for (const person of rows) {
    if (!isStudent(person)) continue
    const [, , , , , , standing, answered, factor] = person
    if (standing === Standing.removed) counts.removed += 1
    if (!isIn(person)) continue
    counts.people += 1
    if (standing === Standing.away) counts.away += 1
    if (standing === Standing.shaky) counts.shaky += 1
    if (answered) continue
    counts.missing += 1
    if (factor > 1) counts.personalTime += 1
  }
  return counts
}

/** The students of a tab that match `query` (part of name, number or nickname), newest first. */
export function filterRoster (rows: readonly Person[], tab: Exclude<RosterTab, 'late'>, query: string, language: LanguageCode): Person[] {
  const wanted = plain(query)
  return rows
    .filter((person) => isStudent(person) && belongs(person, tab) && matches(person, wanted, language))
    .sort((a, b) => b[5] - a[5] || b[0] - a[0])
}

function belongs (person: Person, tab: Exclude<RosterTab, 'late'>): boolean {
  if (tab === 'removed') return person[6] === Standing.removed
  return isIn(person) && (tab === 'people' || !person[7])
}

function matches (person: Person, wanted: string, language: LanguageCode): boolean {
  return wanted === '' || plain(person[1]).includes(wanted) || plain(person[2]).includes(wanted) || plain(nicknameIn(language, person[11])).includes(wanted)
}

// Full-width digits and decomposed Hangul must find what was typed plainly.
function plain (text: string): string {
  return text.normalize('NFKC').toLowerCase().trim()
}

/** Ranks by score, equal scores sharing one; people who are out have none. Keyed by participant index. */
export function ranksOf (rows: readonly Person[]): Map<number, number> {
  const inside = rows.filter((person) => isStudent(person) && isIn(person)).sort((a, b) => b[9] - a[9])
  const ranks = new Map<number, number>()
  inside.forEach((person, i) => {
    const before = inside[i - 1]
    ranks.set(person[0], before !== undefined && before[9] === person[9] ? ranks.get(before[0]) ?? i + 1 : i + 1)
  })
  return ranks
}

/** The time factors that the menu offers. */
export const FACTORS = [1, 1.5, 2, 3] as const
