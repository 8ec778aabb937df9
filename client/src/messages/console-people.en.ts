import type { PeopleMessages } from './console-people.ko.ts'
import { students } from './counted.en.ts'

/** Words of the roster and its nicknames; English. */
export const peopleEn: PeopleMessages = {
  people: {
    label: 'People',
    people: (n) => `People ${n}`,
    missing: (n) => `Not answered ${n}`,
    late: (n) => `Late ${n}`,
    removed: (n) => `Removed ${n}`,
    find: 'Name, number, nickname',
    away: 'away',
    shaky: 'unstable',
    here: 'here',
    left: 'left',
    awayCount: (n) => `away ${n}`,
    shakyCount: (n) => `unstable ${n}`,
    factor: (factor) => `time ×${factor}`,
    lateBy: (seconds) => `${seconds} s late`,
    gained: (n) => `+${n}`,
    accepted: 'accepted',
    accept: 'Accept',
    acceptName: (name) => `Accept the late answer of ${name}`,
    acceptAll: (n) => n === 1 ? 'Accept it' : `Accept all ${n}`,
    unverified: 'unverified',
    rank: (n) => `#${n}`,
    score: (n) => `${n} pts`,
    menu: (name) => `Menu of ${name}`,
    time: 'Personal time',
    timeIs: (factor) => factor === 1 ? 'Normal ×1' : `×${factor}`,
    remove: 'Remove',
    readmit: 'Let in again',
    nickname: 'Change nickname…',
    excuse: 'Excuse from draws',
    include: 'Include in draws',
    excused: 'excused from draws',
    nobody: 'Nobody yet.',
    nobodyMissing: 'Everybody has answered.',
    nobodyLate: 'No late answers.',
    nobodyRemoved: 'Nobody was removed.',
    nobodyFound: (query) => `No student matches “${query}”.`,
    rightCount: (n) => `${students(n)} right this time`,
    waiting: 'People appear here once the class is open.'
  },
  nickname: {
    title: (name) => `Nickname of ${name}`,
    text: 'While names are hidden, phones and projector show nicknames only. One that you give here stands in place of the name when names are shown, too.',
    now: 'Nickname now',
    other: 'Another nickname',
    draw: 'Draw one',
    reset: (nickname) => `Back to the first one, “${nickname}”`,
    save: 'Use this one',
    fault: { letters: 'Use letters, digits and blanks, at most 24.', taken: 'It looks like the nickname of another student.' }
  }
}
