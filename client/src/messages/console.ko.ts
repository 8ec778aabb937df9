import { editorKo } from './console-editor.ko.ts'
import { frameKo } from './console-frame.ko.ts'
import { guideKo } from './console-guide.ko.ts'
import { lessonKo } from './console-lesson.ko.ts'
import { peopleKo } from './console-people.ko.ts'
import { helpKo } from './help.ko.ts'

/** The words of the teacher's screens, Korean, each part of the screen in a module of its own. */
export const consoleKo = { ...frameKo, ...lessonKo, ...peopleKo, ...editorKo, ...guideKo, help: helpKo }

export type ConsoleMessages = typeof consoleKo
