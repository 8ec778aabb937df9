import t from 'tap'
import { LessonPhase, Phase } from '../../../server/classroom/model.ts'
import { blankQuestion } from '../../src/console/editor-model.ts'
import { lettersQuestion, primaryStep, trueFalseQuestion } from '../../src/console/primary-step.ts'
import type { Situation } from '../../src/console/primary-step.ts'

const question = { ...blankQuestion('single'), text: 'Which?' }
const lobby: Situation = {
  connected: true,
  lesson: LessonPhase.live,
  title: 'Class',
  controls: true,
  own: false,
  joined: 3,
  current: null,
  quiz: 'ready',
  next: { index: 0, total: 2, quizId: 'q', question }
}
const current = { no: 4, round: 2, phase: Phase.open, survey: false } as const

t.test('before the class is open the next step opens it, also after its end', async (t) => {
  t.same(primaryStep({ ...lobby, lesson: LessonPhase.waiting, controls: false }), { label: 'openClass', step: ['open', 'Class'], confirm: null, blocked: null })
  t.equal(primaryStep({ ...lobby, lesson: LessonPhase.ended, controls: false }).label, 'openAgain')
})

t.test('a question is opened, closed, revealed, and the next one opened', async (t) => {
  t.same(primaryStep(lobby), { label: 'askFirst', step: ['ask', 0, 2, 'q', question], confirm: null, blocked: null })
  t.same(primaryStep({ ...lobby, current }), { label: 'close', step: ['close', 4, 2], confirm: null, blocked: null })
  t.same(primaryStep({ ...lobby, current: { ...current, phase: Phase.closed } }), { label: 'reveal', step: ['reveal', 4], confirm: null, blocked: null })
  t.equal(primaryStep({ ...lobby, current: { ...current, phase: Phase.closed, survey: true } }).label, 'revealSurvey')
  t.equal(primaryStep({ ...lobby, current: { ...current, phase: Phase.revealed } }).label, 'askNext')
  t.equal(primaryStep({ ...lobby, current: { ...current, phase: Phase.skipped } }).label, 'askNext')
})

t.test('after the last question the class is ended, and a dialog asks', async (t) => {
  t.same(primaryStep({ ...lobby, next: null, current: { ...current, phase: Phase.revealed } }), { label: 'finish', step: ['end'], confirm: 'end', blocked: null })
})

t.test('without a quiz the letters are asked', async (t) => {
  t.same(primaryStep({ ...lobby, quiz: 'none', next: null }), { label: 'askQuick', step: ['ask', 0, 0, '', lettersQuestion()], confirm: null, blocked: null })
})

t.test('a step that cannot be taken says why', async (t) => {
  t.equal(primaryStep({ ...lobby, joined: 0 }).blocked, 'nobody')
  t.equal(primaryStep({ ...lobby, quiz: 'loading', next: null }).blocked, 'quizLoading')
  t.equal(primaryStep({ ...lobby, quiz: 'failed', next: null }).blocked, 'quizFailed')
  t.equal(primaryStep({ ...lobby, connected: false }).blocked, 'offline')
})

t.test('closing does not need anybody', async (t) => {
  t.equal(primaryStep({ ...lobby, joined: 0, current }).blocked, null)
})

t.test('while another teacher controls, the step is to take over, with a question first', async (t) => {
  t.same(primaryStep({ ...lobby, controls: false, current }), { label: 'control', step: ['take'], confirm: 'take', blocked: null })
  t.same(primaryStep({ ...lobby, controls: false, own: true, current }), { label: 'control', step: ['take'], confirm: null, blocked: null }, 'who takes over from himself is not asked')
})

t.test('questions on the fly have no solution and may be changed', async (t) => {
  t.match(lettersQuestion(), { type: 'survey', choices: ['A', 'B', 'C', 'D'], solution: null, change: true, seconds: 0 })
  t.same(trueFalseQuestion(['참', '거짓']).choices, ['참', '거짓'])
})
