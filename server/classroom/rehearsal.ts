import type { Lesson } from './live-lesson.ts'

/** What the class codes of rehearsals begin with (rule H11). */
export const REHEARSAL_CODE = 'rehearsal-'

/** Whether a lesson is a rehearsal or a preview. A host may call a class so too, but its lessons are real. */
export function isRehearsal (classCode: string, { synthetic }: Pick<Lesson, 'synthetic'>): boolean {
  return synthetic && classCode.startsWith(REHEARSAL_CODE)
}
