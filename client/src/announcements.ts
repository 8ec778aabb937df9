import { Outcome, Phase } from '../../server/classroom/model.ts'
import type { Messages } from './messages/ko.ts'
import type { View } from './view.ts'

/** What the live regions follow. Never counts, seconds or bars (SCREENS section 5). */
export interface Heard {
  view: View
  stage: string
  connected: boolean
  /** Whether ten seconds or less are left. */
  last: boolean
  ending: string | null
}

/** Something to say; `now` interrupts what a screen reader is saying. */
export interface Announcement {
  text: string
  now: boolean
}

/** What to say of the change from `before` to `now`, or null. */
export function announcement (before: Heard, now: Heard, t: Messages): Announcement | null {
  if (now.ending !== before.ending && (now.ending === 'removed' || now.ending === 'replaced')) {
    const { title, text } = t.endings[now.ending]
    return { text: `${title}. ${text}`, now: true }
  }
  if (now.stage !== before.stage && now.stage === 'not-stored') return { text: `${t.slip.notStored}. ${t.slip.notStoredText}`, now: true }
  const text = ofQuestion(before, now, t) ?? ofPerson(before, now, t)
  return text === null ? null : { text, now: false }
}

function ofQuestion ({ view: before, last: wasLast }: Heard, { view, last }: Heard, t: Messages): string | null {
  const { question, clock } = view
  if (question === null || clock === null) return null
  const moved = before.clock?.no !== clock.no || before.clock.round !== clock.round || before.clock.phase !== clock.phase
  if (moved && clock.phase === Phase.open) {
    const number = question.total > 0 ? question.index + 1 : null
    return t.spoken.question(number, question.body.text === '' ? t.question.spokenOnly : question.body.text, clock.limit / 1000)
  }
  if (moved && clock.phase === Phase.closed) return t.spoken.closed
  if (clock.phase === Phase.open && last && !wasLast) return t.spoken.tenSeconds
  if (view.score !== null && view.score !== before.score && view.score.no === question.no && before.score?.no !== question.no) {
    return verdictText(view.score.outcome, view.score.points, t)
  }
  return null
}

function ofPerson (before: Heard, now: Heard, t: Messages): string | null {
  const wasIn = (before.view.me?.index ?? -1) >= 0
  if (!wasIn && now.view.me !== null && now.view.me.index >= 0) return t.spoken.joined(now.view.me.name)
  if (now.stage !== before.stage && now.stage === 'stored') return t.spoken.stored
  if (now.connected && !before.connected && before.view.lesson !== null) return t.spoken.reconnected
  return null
}

function verdictText (outcome: Outcome, points: number, t: Messages): string | null {
  switch (outcome) {
    case Outcome.right: return t.spoken.verdict(t.verdict.right, points)
    case Outcome.wrong: return t.spoken.verdict(t.verdict.wrong, points)
    case Outcome.missed: return t.verdict.missed
    case Outcome.late: return t.verdict.late
    case Outcome.survey: return t.verdict.survey
    case Outcome.none: return null
  }
}
