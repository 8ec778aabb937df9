/** All tables, the same on SQLite and PostgreSQL. */
export interface Tables {
  classes: { code: string, title: string, created_at: number }
  /** `questions` is JSON of Question[]; `count` how many. `owner` is the bearer token's `sub`. */
  quizzes: { id: string, owner: string, title: string, questions: string, count: number, updated_at: number }
  /** Who entered a class under open entry, until when his id is kept for him. */
  entries: { class_code: string, participant: string, until: number }
  /** One-time codes: `ticket` is JSON of the Ticket that the code is good for, `owner` the class, seat and teacher it is for. */
  pairings: { code: string, owner: string, ticket: string, until: number }
}
