import { LessonPhase, Phase, Showing } from '../../../server/classroom/model.ts'
import { Stage } from '../../../server/classroom/tool-model.ts'
import { boardShown, isAsking } from '../board/board-shown.ts'
import { shownOf } from '../media/media-parts.ts'
import { shownDraw, widgetsOf } from '../tools/tool-parts.ts'
import type { View } from '../view.ts'

export type WallScreen = 'waiting' | 'ended' | 'drawn' | 'media' | 'board' | 'podium' | 'questions' | 'cloud' | 'entry' | 'between' | 'asked'

/**
 * What a wall shows large. A draw stands before what was there when it was made, and gives way to the round that
 * opens after it; so do questions and cloud, which the relay takes down by itself (rule T13). Shared media stand aside
 * as long as a question is open, the whiteboard until it is revealed.
 */
export function wallScreen (view: View): WallScreen {
  const { lesson, podium, question } = view
  if (lesson === null || lesson.phase === LessonPhase.waiting) return 'waiting'
  if (lesson.phase === LessonPhase.ended) return 'ended'
  const clock = question === null ? null : view.clock
  const draw = shownDraw(view)
  if (draw !== null && draw[2] >= (clock?.openedAt ?? 0)) return 'drawn'
  if (shownOf(view) !== null && clock?.phase !== Phase.open) return 'media'
  if (boardShown(view) && !isAsking(view)) return 'board'
  if (clock?.showing === Showing.leaderboard && podium !== null) return 'podium'
  const { stage } = widgetsOf(view)
  if (stage !== Stage.lesson) return stage === Stage.wall ? 'questions' : 'cloud'
  if (clock === null) return 'entry'
  return clock.phase === Phase.skipped ? 'between' : 'asked'
}
