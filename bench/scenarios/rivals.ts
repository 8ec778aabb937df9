import type { Findings } from '../report.ts'
import type { Stage } from '../stage.ts'
import { rivalsAnswers } from './rivals/answers.ts'
import { rivalsFanout } from './rivals/fanout.ts'
import { rivalsMemory } from './rivals/memory.ts'
import { rivalsReconnect } from './rivals/reconnect.ts'

/** Lectern beside a bare uWebSockets.js server, ws and Socket.IO, in all that they have in common. */
export async function rivals (stage: Stage): Promise<Findings> {
  const parts = []
  for (const part of [rivalsFanout, rivalsAnswers, rivalsReconnect, rivalsMemory]) parts.push(await part(stage))
  return parts.reduce(together)
}

function together (one: Findings, other: Findings): Findings {
  const { share, lateP99Ms, usable } = other.generator
  return {
    figures: { ...one.figures, ...other.figures },
    generator: {
      share: Math.max(one.generator.share, share),
      lateP99Ms: Math.max(one.generator.lateP99Ms, lateP99Ms),
      usable: one.generator.usable && usable
    },
    verdicts: {
      lost: one.verdicts.lost + other.verdicts.lost,
      duplicated: one.verdicts.duplicated + other.verdicts.duplicated,
      gaps: one.verdicts.gaps + other.verdicts.gaps
    },
    budgets: [...one.budgets, ...other.budgets],
    trouble: { ...one.trouble, ...other.trouble },
    histograms: { ...one.histograms, ...other.histograms },
    curves: { ...one.curves, ...other.curves }
  }
}
