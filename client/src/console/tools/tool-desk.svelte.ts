import { PickMode } from '../../../../server/classroom/tool-model.ts'
import { Verdict } from '../../../../server/classroom/model.ts'
import { Down, Up } from '../../../../server/wire/messages.ts'
import type { WidgetStep } from '../../../../server/wire/messages.ts'
import { toolPart } from '../../tools/tool-parts.ts'
import { toolWords } from '../../tools/words.ts'
import type { ConsoleContext } from '../console-context.ts'

export type ToolTab = 'pick' | 'clock' | 'hands' | 'wall' | 'cloud'

/** What the teacher does with picker and widgets. */
export class ToolDesk {
  readonly #context: ConsoleContext
  tab: ToolTab = $state('pick')
  /** How many are drawn, and how large groups are. */
  people = $state(1)
  groupSize = $state(4)
  unanswered = $state(false)
  /** Whether a draw is on its way. */
  drawing = $state(false)

  constructor (context: ConsoleContext) {
    this.#context = context
  }

  /** Draws people or groups. A draw that another one overtook is silent: that one shows. */
  async draw (mode: PickMode): Promise<void> {
    const { room, lesson, notices } = this.#context
    if (lesson.idle || this.drawing) return
    this.drawing = true
    const no = (toolPart(room.view, Down.draws)?.[1][0]?.[0] ?? -1) + 1
    const size = mode === PickMode.people ? this.people : this.groupSize
    const reply = await room.use((n) => [Up.pick, n, no, mode, size, this.unanswered && lesson.question !== null])
    this.drawing = false
    const t = toolWords()
    if ('error' in reply) notices.fail(reply.error === 'nobody' ? t.console.nobody : reply.error === 'all-excused' ? t.console.allExcused : t.refused)
    else if (reply.verdict >= Verdict.stale && reply.verdict !== Verdict.stale) notices.fail(t.refused)
  }

  /** Sets a widget; a refusal is told. */
  async set (...step: WidgetStep): Promise<void> {
    const { room, notices } = this.#context
    const reply = await room.use((n) => [Up.widget, n, step])
    if (!('verdict' in reply) || reply.verdict >= Verdict.stale) notices.fail(toolWords().refused)
  }
}
