import { countsPart, progressPart, tallyPart } from '../classroom/views.ts'
import type { Scene } from './parts.ts'

/** A number that has moved by so much of the class is worth telling soon (everyone in a small class), or at once (rule R8). */
export const STEP = { soon: 1 / 30, atOnce: 1 / 4 }

/** The numbers that students were told last, and how far those of now are from them. */
export class CountSteps {
  #counts: [joined: number, here: number, teacherHere: boolean] = [0, 0, false]
  #answers: Answers = { asked: '', numbers: [] }

  /** By which part of a class of `size` the number of people moved; 1 when the teacher came or went. */
  people ({ state, presence, now }: Scene, size: number): number {
    const [joined, here, teacherHere] = countsPart(state, presence, now)
    if (teacherHere !== this.#counts[2]) return 1
    return Math.max(Math.abs(joined - this.#counts[0]), Math.abs(here - this.#counts[1])) / size
  }

  /** By which part the number of answers, or of those of one choice, moved; 1 when the question is another one. */
  answers (scene: Scene, size: number): number {
    const { asked, numbers } = answersOf(scene)
    if (asked !== this.#answers.asked) return 1
    return Math.max(...numbers.map((number, i) => Math.abs(number - (this.#answers.numbers[i] ?? 0)))) / size
  }

  /** Notes that the numbers of people are told as they are. */
  peopleTold ({ state, presence, now }: Scene): void {
    this.#counts = countsPart(state, presence, now)
  }

  /** Notes that the numbers of answers are told as they are. */
  answersTold (scene: Scene): void {
    this.#answers = answersOf(scene)
  }
}

interface Answers {
  /** The question and its round. */
  asked: string
  /** How many answered, and where students see it live, how. */
  numbers: number[]
}

function answersOf ({ state: { lesson } }: Scene): Answers {
  const progress = lesson === null ? null : progressPart(lesson)
  if (lesson === null || progress === null) return { asked: '', numbers: [0] }
  const [no, round, answered] = progress
  return { asked: `${no}/${round}`, numbers: [answered, ...tallyPart(lesson, 'students')?.[3] ?? []] }
}
