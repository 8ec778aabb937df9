import type { ConsoleMessages } from './console.ko.ts'
import { editorEn } from './console-editor.en.ts'
import { frameEn } from './console-frame.en.ts'
import { guideEn } from './console-guide.en.ts'
import { lessonEn } from './console-lesson.en.ts'
import { peopleEn } from './console-people.en.ts'
import { helpEn } from './help.en.ts'

/** The words of the teacher's screens, English. */
export const consoleEn: ConsoleMessages = { ...frameEn, ...lessonEn, ...peopleEn, ...editorEn, ...guideEn, help: helpEn }
