/** All tables, the same on SQLite and PostgreSQL. */
export interface Tables {
  classes: { code: string, title: string, created_at: number }
  /** `questions` is JSON of Question[]; `count` how many. `owner` is the bearer token's `sub`. */
  quizzes: { id: string, owner: string, title: string, questions: string, count: number, updated_at: number }
  /** Who entered a class under open entry, until when his id is kept for him. */
  entries: { class_code: string, participant: string, until: number }
  /** One-time codes: `ticket` is JSON of the Ticket that the code is good for, `owner` the class, seat and teacher it is for. */
  pairings: { code: string, owner: string, ticket: string, until: number }
  /**
   * Media that are uploaded (`stored` 0) or kept (1), until `expires_at`. A row is there before the first byte
   * of its objects and goes after the last, so that nothing is ever left behind.
   */
  media: {
    id: string
    class_code: string
    lesson: string
    participant: string
    stored: number
    kind: number
    type: string
    bytes: number
    sha256: string
    width: number
    height: number
    alt: string
    name: string
    /** Of a document: the bytes of each page as they arrive, with spaces between; else ''. */
    pages: string
    expires_at: number
  }
}
