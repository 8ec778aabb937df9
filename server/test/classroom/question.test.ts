import t from 'tap'
import { LIMITS } from '../../classroom/limits.ts'
import type { Question } from '../../classroom/model.ts'
import { validQuestion } from '../../classroom/rules.ts'
import { question } from './scripted-lesson.ts'

const letters = (n: number): string[] => Array.from({ length: n }, (_, i) => `choice ${i}`)

t.test('C22 sound questions of every type', async (t) => {
  const sound: Array<Partial<Question>> = [
    {},
    { type: 'several', solution: { mask: 7 } },
    { type: 'truefalse', choices: [], solution: { mask: 1 } },
    { type: 'truefalse', choices: [], solution: { mask: 2 } },
    { type: 'numeric', choices: [], solution: { value: -0.5, tolerance: 0 } },
    { type: 'numeric', choices: [], solution: { value: 1, tolerance: 0 }, unit: 'km/h' },
    { type: 'text', choices: [], solution: { accepted: ['서울'] } },
    { type: 'survey', solution: null },
    { text: '', choices: ['', '', '', ''], type: 'survey', solution: null },
    { choices: letters(10), solution: { mask: 512 } },
    { seconds: LIMITS.secondsMax, points: 0 }
  ]
  for (const over of sound) t.equal(validQuestion(question(over)), null, JSON.stringify(over).slice(0, 80))
})

t.test('C22 what is wrong is named by its field', async (t) => {
  const wrong: Array<[string, Record<string, unknown>]> = [
    ['type', { type: 'essay' }],
    ['type', { type: 'toString' }],
    ['type', { type: 1 }],
    ['text', { text: 'x'.repeat(LIMITS.question + 1) }],
    ['text', { text: null }],
    ['explanation', { explanation: 'x'.repeat(LIMITS.explanation + 1) }],
    ['choices', { choices: 'AB' }],
    ['choices', { choices: letters(1), solution: { mask: 1 } }],
    ['choices', { choices: letters(11) }],
    ['choices', { choices: ['a', 'x'.repeat(LIMITS.choice + 1)] }],
    ['choices', { type: 'numeric', solution: { value: 1, tolerance: 0 } }],
    ['seconds', { seconds: 4 }],
    ['seconds', { seconds: 3601 }],
    ['seconds', { seconds: 7.5 }],
    ['points', { points: -1 }],
    ['points', { points: 1001 }],
    ['speed', { speed: 1 }],
    ['change', { change: undefined }],
    ['shuffle', { shuffle: null }],
    ['live', { live: 'yes' }],
    ['unit', { type: 'numeric', choices: [], unit: 'x'.repeat(LIMITS.unit + 1) }],
    ['unit', { type: 'numeric', choices: [], unit: 1 }],
    ['unit', { unit: 'ms' }],
    ['solution', { solution: null }],
    ['solution', { solution: [2] }],
    ['solution', { solution: { mask: 0 } }],
    ['solution', { solution: { mask: 3 } }],
    ['solution', { solution: { mask: 8 } }],
    ['solution', { type: 'several', solution: { mask: 0 } }],
    ['solution', { type: 'several', solution: { mask: 8 } }],
    ['solution', { type: 'several', solution: { mask: 1.5 } }],
    ['solution', { type: 'truefalse', choices: [], solution: { mask: 4 } }],
    ['solution', { type: 'numeric', choices: [], solution: { value: NaN, tolerance: 0 } }],
    ['solution', { type: 'numeric', choices: [], solution: { value: 1, tolerance: -1 } }],
    ['solution', { type: 'numeric', choices: [], solution: { value: 1, tolerance: Infinity } }],
    ['solution', { type: 'text', choices: [], solution: { accepted: 'x' } }],
    ['solution', { type: 'text', choices: [], solution: { accepted: [] } }],
    ['solution', { type: 'text', choices: [], solution: { accepted: ['  '] } }],
    ['solution', { type: 'text', choices: [], solution: { accepted: ['x'.repeat(LIMITS.shortAnswer + 1)] } }],
    ['solution', { type: 'survey', solution: { mask: 1 } }]
  ]
  for (const [field, over] of wrong) {
    t.match(validQuestion({ ...question(), ...over }), new RegExp(`^${field}: `), JSON.stringify(over).slice(0, 80))
  }
  for (const nothing of [null, 'question', [], undefined]) t.match(validQuestion(nothing), /^question: /)
})
