/** Tables that hold somebody under his index in a lesson. */
export const PERSONAL_TABLES = ['answers', 'participants', 'shared_media', 'board_items'] as const

/** Tables that hold a lesson, but for its own row: whoever deletes a lesson empties all of them. */
export const LESSON_TABLES = [...PERSONAL_TABLES, 'draws', 'rounds', 'questions', 'erasures'] as const
