import type { Messages } from './ko.ts'

const count = new Intl.NumberFormat('en')
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })
const SUFFIX: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }

function ordinal (n: number): string {
  return count.format(n) + (SUFFIX[ordinals.select(n)] ?? 'th')
}

function points (n: number): string {
  return `${count.format(n)} ${n === 1 ? 'point' : 'points'}`
}

export const en: Messages = {
  language: { name: 'English', other: '한국어' },
  brand: 'Lectern',
  connected: 'Connected',
  classNamed: code => `Class ${code}`,
  opening: { title: 'Opening', text: 'One moment. You will enter by yourself.' },
  strip: {
    phone: 'This phone is offline. Reconnecting',
    server: 'The quiz server is not answering. Reconnecting',
    teacher: 'Your teacher is offline. The time keeps running.'
  },
  enter: {
    title: 'Enter a class',
    code: 'Class code',
    codeHint: 'The code on the wall or the board.',
    name: 'Name',
    nameHint: max => `Your teacher and the leaderboard show this name. At most ${max} characters.`,
    go: 'Enter',
    going: 'Entering',
    codeNeeded: 'Write the class code.',
    codeUnknown: 'There is no class with this code. Please check it.',
    codeWrong: 'A code has only letters, digits, - and _.',
    nameNeeded: 'Write your name.',
    unavailable: 'The server is not answering. Press again in a moment.',
    tooMany: 'Too many attempts. Press again in a moment.',
    hint: 'This phone will remember you.',
    teacher: {
      title: 'Lead the class',
      nameHint: max => `Students see this as their teacher’s name. At most ${max} characters.`,
      hint: 'You open and lead the class on the next screen.'
    }
  },
  lobby: {
    before: 'Before the start',
    entered: 'You are in',
    class: 'Class',
    teacher: 'Teacher',
    since: 'Entered at',
    joined: n => ({ before: '', number: count.format(n), after: n === 1 ? ' person is in' : ' people are in' }),
    soon: 'The question appears here as soon as your teacher starts.',
    leave: 'Leave',
    keepOn: 'Keep this page open',
    staysOn: 'The screen will not turn off during the class.',
    mayTurnOff: 'If the screen turns off, turn it on again.'
  },
  notOpen: { title: 'Not open yet', text: 'Wait here, you will enter by yourself.' },
  between: { time: 'Between questions', title: 'Wait for the next question', text: 'That question was skipped. It does not count.' },
  question: {
    step: (index, total) => `Question ${index} of ${total}`,
    stepAlone: 'Quick question',
    spokenOnly: 'Answer your teacher’s question',
    points,
    kind: { single: '', several: 'Choose several', truefalse: '', numeric: 'Number', text: 'Short answer', survey: 'Survey' },
    round: n => `Vote ${n}`,
    trueFalse: ['True', 'False'],
    answered: (n, of) => ({ first: count.format(n), middle: ' of ', second: count.format(of), end: n === 1 ? ' has answered' : ' have answered' }),
    timeLeft: 'Time left',
    noLimit: 'No time limit',
    closed: 'Closed',
    explanation: 'Why',
    late: 'late',
    mine: 'Yours',
    right: 'Right',
    rightIs: answer => `Right answer: ${answer}`,
    tolerance: (value, tolerance) => `${value} (±${tolerance})`,
    top: 'Most frequent answers',
    people: n => count.format(n),
    answer: 'Answer',
    writeHere: 'Write your answer here',
    spelling: 'Capitals do not matter.',
    length: (n, max) => `${n} / ${max}`,
    pad: 'Number pad',
    erase: 'Erase one character',
    negate: 'Change the sign',
    point: 'Decimal point'
  },
  slip: {
    tapSends: 'Tap one to send it',
    tapChooses: 'Choose one',
    several: 'Choose all that are right',
    changeable: 'You can change it until it closes.',
    final: 'You cannot change it once it is sent.',
    send: 'Send',
    sendThis: answer => `Send ${answer}`,
    changeableAfter: 'You can still change it until it closes.',
    sending: 'Sending',
    sendingText: 'Not stored yet.',
    stored: time => `Stored ${time}`,
    storedText: (answer, change) => change
      ? `Your answer: ${answer}. You can change it until it closes.`
      : `Your answer: ${answer}. It cannot be changed.`,
    notStored: 'Not stored yet',
    notStoredText: 'Trying again by itself. Keep this page open.',
    notStoredOffline: 'Your choice is kept here and sent once you are connected. Keep this page open.',
    refused: 'This answer cannot be taken',
    refusedText: 'Change it and send it again.',
    refusedClosed: 'The question was closed; it was not stored.',
    late: time => `Arrived late ${time}`,
    lateText: closed => `Closed at ${closed}. It counts if your teacher accepts it.`,
    lateOpen: 'Your time was over. It counts if your teacher accepts it.',
    closed: 'Closed',
    closedMine: (time, answer) => `${answer}, stored at ${time}, counts.`,
    closedNone: 'No answer was stored. Wait for the next question.',
    lettersSubject: letters => `${letters}`,
    answerSubject: 'Your answer',
    survey: 'The survey is closed',
    surveyText: 'It does not count for points.'
  },
  verdict: {
    right: 'Right',
    wrong: 'Wrong',
    missed: 'No answer',
    late: 'Late answer',
    survey: 'Survey results',
    result: 'Result',
    points: n => `+${points(n)}`,
    total: 'Points',
    rank: 'Your rank',
    streak: 'In a row',
    showRank: 'Show rank',
    outOf: of => ` / ${count.format(of)}`
  },
  board: { title: 'Leaderboard', time: 'Leaderboard', points, mine: 'You' },
  endings: {
    wrongLink: { title: 'This link does not work', text: 'Open it again from your course page.' },
    expired: { title: 'This link has expired', text: 'It is valid for 2 minutes. Open it again from your course page and you are in.' },
    tokenUsed: { title: 'This link was used already', text: 'It works once, on one device. Open it again from your course page.' },
    replaced: { title: 'Continued on another device', text: 'Another device entered with the same name. Your stored answers are safe.' },
    removed: { title: 'Your teacher removed you', text: 'Speak to your teacher if this is a mistake.' },
    ended: { title: 'Class ended', text: 'You can close this page.' },
    malformed: { title: 'Something went wrong on this page', text: 'Your stored answers are safe. Open it again to go on.' },
    version: { title: 'There is a new version', text: 'Open it again to go on with the new version. Your stored answers are safe.' },
    locked: { title: 'No one can enter right now', text: 'Your teacher closed the entry, or the class is full.' },
    lessonLost: { title: 'This class cannot go on', text: 'The server did not find its records. You can enter when your teacher opens the class again.' },
    left: { title: 'You left the class', text: 'Your stored answers are safe.' }
  },
  replacedAt: time => `Another device entered with the same name at ${time}. Your stored answers are safe.`,
  endedScore: (total, rank, of) => `${points(total)}, ${ordinal(rank)} of ${count.format(of)}`,
  endedPoints: points,
  actions: {
    coursePage: 'Course page',
    continueHere: 'Continue here',
    tryAgain: 'Try again',
    reload: 'Open again',
    enterAgain: 'Enter again',
    otherCode: 'Enter with another code'
  },
  spoken: {
    joined: name => `${name}, you are in.`,
    question: (no, stem, seconds) => `Question${no === null ? '' : ` ${no}`}, ${stem}${seconds > 0 ? `, ${seconds} seconds` : ''}`,
    stored: 'Stored',
    tenSeconds: '10 seconds left',
    closed: 'Closed',
    verdict: (verdict, n) => `${verdict}, ${points(n)}`,
    reconnected: 'Connected again'
  },
  time: new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  clock: new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
}
