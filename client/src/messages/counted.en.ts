/** Students with the noun in its number. */
export const students = (n: number) => n === 1 ? '1 student' : `${n} students`
/** Answers with the noun in its number. */
export const answers = (n: number) => n === 1 ? '1 answer' : `${n} answers`
/** Questions with the noun in its number. */
export const questions = (n: number) => n === 1 ? '1 question' : `${n} questions`
