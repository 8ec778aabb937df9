import { Moods } from './moods.ts'
import { Picker } from './picker.ts'
import { Light, Stage, TimerMode, Tool, ToolState } from './tool-model.ts'
import { Wall } from './question-wall.ts'
import { WordCloud } from './word-cloud.ts'

/** The stage that a tool may have. */
export const STAGES: Partial<Record<Tool, Stage>> = { [Tool.wall]: Stage.wall, [Tool.cloud]: Stage.cloud }

/** What a lesson has besides its quiz. */
export class Tools {
  /** Whether anything was used yet: until then nobody is told of it, and the digest is without it. */
  used = false
  readonly picker = new Picker()
  /** `ms` is what it showed at `at`: left of a countdown, gone by of a stopwatch. */
  timer: { mode: TimerMode, running: boolean, ms: number, at: number } = { mode: TimerMode.off, running: false, ms: 0, at: 0 }
  light: Light = Light.off
  /** The last throw and when it was made (ms). */
  dice: { faces: number[], at: number } = { faces: [], at: 0 }
  readonly states: Record<Tool, ToolState> = { 0: ToolState.off, 1: ToolState.off, 2: ToolState.off, 3: ToolState.off }
  prompt = ''
  /** What stands large on the wall. */
  stage: Stage = Stage.lesson
  readonly moods = new Moods()
  /** Raised hands in their order, with the time of each (ms). */
  readonly hands = new Map<number, number>()
  readonly wall = new Wall()
  cloud = new WordCloud()

  is (tool: Tool, state: ToolState): boolean {
    return this.states[tool] === state
  }

  /** Opens, holds or closes a tool. From off it begins anew, but for the questions on the wall. A cloud that opens stands large at once; what closes does no more. */
  set (tool: Tool, state: ToolState, prompt: string): void {
    const begins = this.is(tool, ToolState.off)
    this.states[tool] = state
    if (state === ToolState.off && this.stage === STAGES[tool]) this.stage = Stage.lesson
    if (!begins || state === ToolState.off) return
    switch (tool) {
      case Tool.reactions: this.moods.clear(); break
      case Tool.hands: this.hands.clear(); break
      case Tool.wall: break
      case Tool.cloud:
        this.cloud = new WordCloud()
        this.prompt = prompt
        this.stage = Stage.cloud
    }
  }

  /** Everything kept, for the digest. */
  dump (): object {
    const { timer, light, dice, states, prompt, hands, stage } = this
    return {
      timer,
      light,
      dice,
      states,
      prompt,
      hands: [...hands],
      picker: this.picker.dump(),
      moods: this.moods.dump(),
      posts: this.wall.posts,
      cloud: this.cloud.dump(),
      ...(stage === Stage.lesson ? {} : { stage })
    }
  }
}
