/** Whether the results stand in the class's place, and of which lesson. */
export class ResultsDoor {
  shown = $state(false)
  /** Id of a lesson, or '' for all. */
  lesson = ''

  /** Shows one lesson, or all. */
  open (lesson = ''): void {
    this.lesson = lesson
    this.shown = true
  }

  close (): void {
    this.shown = false
  }
}
