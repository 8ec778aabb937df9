import type { Question } from '../server/classroom/model.ts'

/** The question that storms are asked: four choices, bars live on every screen, no right answer, no time limit. */
export const SURVEY: Question = {
  type: 'survey',
  text: 'Which of the four?',
  choices: ['First', 'Second', 'Third', 'Fourth'],
  solution: null,
  explanation: '',
  seconds: 0,
  points: 0,
  speed: false,
  change: true,
  shuffle: false,
  live: true
}

/** A question of a quiz, as long as they are: one of four is right, quick answers earn more, and an answer may be changed. */
export function quizQuestion (index: number, seconds: number): Question {
  return {
    type: 'single',
    text: `Question ${index + 1}. A relay appends an event to a log and shows only what it has read back from there. Which of the following does a crash of the relay cost?`,
    choices: ['Every answer since the last snapshot', 'Every answer that was not yet acknowledged, and nothing else', 'Nothing at all', 'The answers of the students who were connected to it'],
    solution: { mask: 2 },
    explanation: 'What was acknowledged stands in the log; what was not is sent again by the phones, which keep it until they have a verdict.',
    seconds,
    points: 100,
    speed: true,
    change: true,
    shuffle: true,
    live: false
  }
}
