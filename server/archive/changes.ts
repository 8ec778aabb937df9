/** What of a lesson differs from its rows. A column of people is theirs by index; 'all' is everybody's. */
export class Changes {
  head: boolean
  people: Set<number> | 'all' = new Set()
  /** Any of the picker's draws; any of the shared media. */
  draws = false
  media = false
  /** Questions by number. */
  readonly questions = new Set<number>()
  /** Answers, by question and round. */
  readonly answers = new Map<string, { no: number, round: number, people: Set<number> | 'all' }>()

  constructor (head = false) {
    this.head = head
  }

  /** Whether anything differs. */
  get some (): boolean {
    return this.head || this.draws || this.media || this.people === 'all' || this.people.size > 0 || this.questions.size > 0 || this.answers.size > 0
  }

  person (who: number): void {
    if (this.people !== 'all') this.people.add(who)
  }

  answer (no: number, round: number, who: number): void {
    this.questions.add(no)
    const known = this.answers.get(`${no}/${round}`)
    if (known === undefined) this.answers.set(`${no}/${round}`, { no, round, people: new Set([who]) })
    else if (known.people !== 'all') known.people.add(who)
  }

  allAnswers (no: number, round: number): void {
    this.questions.add(no)
    this.answers.set(`${no}/${round}`, { no, round, people: 'all' })
  }
}
