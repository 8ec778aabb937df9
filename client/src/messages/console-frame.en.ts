import type { FrameMessages } from './console-frame.ko.ts'
import { answers, questions } from './counted.en.ts'

/** Words of the frame of the console: rail, bar, strip, keys, dialogs, toasts; English. */
export const frameEn: FrameMessages = {
  rail: { label: 'Tools', lesson: 'Class', quizzes: 'Quizzes', tools: 'Tools', screens: 'Screens', results: 'Results', keys: 'Keys' },
  hand: { here: 'This phone is in control', toLaptop: 'Hand to laptop', console: 'Your laptop is in control', remote: 'Your phone is in control' },
  screens: {
    title: 'Connect a screen',
    here: 'This laptop’s second screen',
    hereText: 'Move the new window to the projector and press F. Its keys work as they do here.',
    window: 'Projector window',
    projector: 'A projector at another computer',
    remote: 'A phone as remote',
    text: { projector: 'It shows only what students may see.', remote: 'Run the class from your phone, too.' },
    code: 'Get a code',
    go: { projector: (address: string) => `Open ${address} on that computer and type this code.`, remote: (address: string) => `Scan with the phone, or type this code at ${address}.` },
    qr: 'QR code with the pairing code',
    left: (seconds: number) => `Good once, for ${seconds} more s.`,
    old: 'The code is older than 60 seconds and no longer good. Get a new one.',
    fault: { tooMany: 'Too many codes were asked for. Try again in a minute.', unavailable: 'No code to be had just now. Try again in a moment.' }
  },
  bar: {
    joined: 'Joined',
    here: 'Here now',
    preparing: 'Preparing',
    codeLabel: 'Class code',
    people: 'People',
    list: 'Questions',
    language: 'Language',
    guide: 'Guide',
    preview: 'Preview',
    healthy: 'Healthy',
    healthyMs: (ms) => `Healthy ${ms} ms`,
    unstored: 'Storing is delayed',
    connecting: 'Connecting',
    offline: 'Disconnected',
    healthTitle: 'How long the last command took until it was stored'
  },
  strip: {
    phone: 'This device is offline. Reconnecting',
    server: 'The quiz server is not answering. Reconnecting'
  },
  keys: {
    title: 'Keys',
    next: 'Next step',
    again: 'Discuss and ask again',
    draw: 'Draw a student',
    board: 'Whiteboard, and back',
    leaderboard: 'Leaderboard',
    time: '10 seconds more, less',
    add: 'Quiz editor: add a question',
    projector: 'Open the projector window',
    blank: 'Cover the projector, uncover it',
    help: 'Show the keys',
    back: 'Go back, close',
    use: 'Use keys',
    note: 'They do nothing while you write.'
  },
  dialog: {
    cancel: 'Cancel',
    close: 'Close',
    take: 'Control the class here?',
    takeBody: (name) => `${name} is in control on another screen. That screen will only watch.`,
    takeNobody: 'Another screen is in control. It will only watch.',
    takeDo: 'Control here',
    end: 'End the class?',
    endBody: 'Students will see that the class has ended. Stored answers and points stay.',
    endDo: 'End the class',
    skip: 'Skip this question?',
    skipBody: (answered) => `${answered === 1 ? 'The 1 answer so far does' : `The ${answers(answered)} so far do`} not count, and the right answer is not revealed.`,
    skipDo: 'Skip',
    remove: (name) => `Remove ${name}?`,
    removeBody: 'They cannot come back into this class. You can let them in again under “Removed”.',
    removeDo: 'Remove',
    deleteQuiz: (title) => `Delete the quiz “${title}”?`,
    deleteQuizBody: (n) => `${questions(n)} will be deleted with it. This cannot be undone.`,
    deleteQuizDo: 'Delete'
  },
  toast: {
    removed: (name) => `${name} was removed.`,
    readmitted: (name) => `${name} may come in again.`,
    excused: (name) => `${name} is excused from draws.`,
    included: (name) => `${name} may be drawn again.`,
    factorSet: (name, factor) => `Time of ${name}: ×${factor}`,
    questionDeleted: (n) => `Question ${n} was deleted.`,
    undo: 'Undo',
    close: 'Close',
    retry: 'Try again'
  },
  refused: {
    badNickname: 'This nickname cannot be used.',
    stale: 'Another screen moved on meanwhile. Look at the current state and try again.',
    notOpen: 'This question is already closed.',
    unknownQuestion: 'This question is gone.',
    notAllowed: 'You may not do this.',
    notController: 'Not done: another teacher is in control.',
    wrongPhase: 'This cannot be done now.',
    lessonRunning: 'The class is already open.',
    unknownParticipant: 'That student is not in this class.',
    other: 'The command was refused.',
    notStored: 'Not done, because it could not be stored. Try again in a moment.',
    slowDown: 'Too many presses. Try again in a moment.',
    unanswered: 'The connection broke; this is not stored yet. It is sent again by itself.'
  },
  http: {
    unreachable: 'The quiz server cannot be reached.',
    'bad-token': 'Your teacher’s pass has run out. Come in again by your first link.',
    'not-found': 'This quiz is gone.',
    'bad-quiz': 'The server did not take this quiz.',
    'bad-file': 'This file cannot be read. See whether the ending of its name fits what is in it.',
    'unsafe-xml': 'XML with a document type (DOCTYPE) is not read. Delete that line and import it again.',
    'unsafe-zip': 'This ZIP is not read. A name in it points outside its folder, or it grows too large when unpacked.',
    'too-large': 'The file is too large; up to 5 MB.',
    'too-many': 'Too many requests. Try again in a moment.',
    other: 'The server had a problem. Try again in a moment.'
  },
  announce: {
    opened: 'The class is open.',
    asked: (n, stem) => `${n} is open. ${stem}`,
    closed: (answered, joined) => `Closed. ${answered} of ${joined} answered.`,
    revealed: 'The answer is revealed.',
    skipped: 'The question was skipped.',
    ended: 'The class has ended.',
    tenLeft: '10 seconds left.',
    reconnected: 'Connected again.'
  }
}
