import type { GuideMessages } from './console-guide.ko.ts'

/** Words of guide, rehearsal and preview; English. */
export const guideEn: GuideMessages = {
  guide: {
    title: 'Guide',
    text: 'Only if you want it. You can start the class right away.',
    tour: 'Look around',
    tourText: (n: number) => `${n} steps on this screen, a minute.`,
    tourSeen: (n: number) => `You saw ${n === 1 ? 'one step' : `${n} steps`} last time.`,
    tourStart: 'Start the tour',
    tourOn: 'Go on',
    rehearsal: 'Rehearse alone',
    rehearsalText: '30 simulated students answer for 60 seconds. Nothing goes into results.',
    rehearsalStart: 'Start',
    starting: 'Getting ready',
    checks: 'Before class',
    check: { network: 'Internet', clock: 'Clock', screen: 'Second screen', windows: 'New windows' },
    networkBad: 'Slow or broken. Try another network or a cable.',
    clockOff: (seconds: number) => `${seconds.toFixed(1)} s apart`,
    screen: { good: 'Connected', bad: 'Only one screen. Connect the projector.', unknown: 'This browser does not tell.' },
    windows: { good: 'Allowed', bad: 'Blocked. Allow pop-ups in the address bar.', unknown: 'Press to find out.' },
    tryWindow: 'Try',
    again: 'It opens by itself only this once.',
    go: 'To the class',
    stepOf: (n: number, total: number) => `${n} / ${total}`,
    stop: 'Stop',
    previous: 'Back',
    next: 'Next',
    done: 'Done',
    steps: {
      next: { title: 'Yellow is the next step', text: 'Opening the class, asking, closing and revealing are all this one button. The space bar does the same.' },
      list: { title: 'Questions', text: 'Pick what comes next. The name above changes the quiz, or lets you edit it.' },
      stage: { title: 'Stage', text: 'The code to come in, the bars and the result. Before the close only you see the bars.' },
      people: { title: 'People', text: 'Who is here and who has not answered. The three dots give more time or remove somebody.' },
      tools: { title: 'Tools', text: 'Between class and quizzes. The question mark shows the keys, which you can switch off.' }
    }
  },
  rehearsal: {
    title: 'Rehearsal',
    text: (n: number) => `${n} simulated students answer. Nothing goes into results.`,
    left: (time: string) => `${time} left`,
    more: 'One more minute',
    end: 'End it',
    over: 'The rehearsal is over',
    nothingKept: 'Nothing was kept.',
    back: 'Back to the class'
  },
  preview: {
    title: 'Preview',
    nothingKept: 'Nothing goes into results',
    look: 'How to look',
    width: 'Width of the phone',
    theme: 'Theme',
    light: 'Light',
    dark: 'Dark',
    calm: 'Less motion',
    next: 'Next step',
    phone: "Student's phone",
    wall: 'Projector',
    teacher: 'Teacher',
    from: 'Where to begin',
    note: (n: number) => `${n} simulated students answer. Nothing happens in the real class. You can press on the phone and on the teacher's screen.`
  }
}
