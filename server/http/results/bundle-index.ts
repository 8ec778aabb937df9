import type { LessonSummary } from '../../wire/results.ts'
import { element, text } from '../export/xml-text.ts'
import type { Xml } from '../export/xml-text.ts'
import type { Language } from '../language.ts'
import { KIND_NAMES } from './kind-names.ts'
import type { Missing, SharedFile } from './shared-files.ts'

/** What a bundle came to hold. */
export interface Contents {
  /** Results, quiz and whiteboard, by their names. */
  names: string[]
  /** Whether anybody kept the board: an earlier release did not. */
  boardKnown: boolean
  files: Array<{ name: string, file: SharedFile }>
  /** Files that are not in it; of a document, from which page on. */
  missing: Array<{ file: SharedFile, why: Missing, from: number }>
  links: SharedFile[]
  /** Students who were erased. */
  erased: number
}

const KO = {
  page: (title: string, n: number) => `${title}, 화이트보드 ${n}쪽`,
  untitled: (code: string) => `수업 ${code}`,
  students: (n: number) => `학생 ${n}명`,
  private: '이름과 답이 들어 있습니다. 봐도 되는 사람에게만 주세요.',
  inside: '들어 있는 것',
  names: {
    'results.xlsx': '학생, 문항, 추첨, 자료를 담은 엑셀 파일',
    'students.csv': '학생마다 한 줄: 머문 시간, 점수, 답',
    'questions.csv': '문항마다 한 줄: 응답, 정답률, 걸린 시간',
    'draws.csv': '추첨 기록',
    'media.csv': '공유한 자료의 목록',
    'quiz.gift': '물은 질문. Lectern이나 Moodle로 다시 읽을 수 있습니다'
  } as Record<string, string>,
  board: '화이트보드',
  boardPage: (name: string) => `화이트보드 ${Number(/\d+/.exec(name)?.[0])}쪽. 브라우저로 열리고, 거기서 인쇄할 수 있습니다`,
  boardEmpty: '수업을 마칠 때 화이트보드에 아무것도 없었습니다.',
  boardUnknown: '이 수업의 화이트보드는 저장되지 않았습니다. 화이트보드를 결과와 함께 저장하기 전에 열린 수업입니다.',
  shared: '공유한 자료',
  nothingShared: '공유한 파일이 없습니다.',
  allLeft: '공유한 파일이 하나도 들어 있지 않습니다. 까닭은 아래에 있습니다.',
  by: (name: string) => `공유한 사람 ${name}`,
  erasedBy: '지운 학생',
  noName: '이름 없음',
  left: '빠진 것',
  nothingLeft: '빠진 것이 없습니다.',
  from: (page: number) => `${page}쪽부터`,
  why: {
    waiting: '선생님이 허용하지 않아 아무도 보지 못한 자료입니다',
    rejected: '선생님이 거절한 자료입니다',
    gone: '지웠거나 보관 기간이 끝났습니다',
    lost: '저장소에 파일이 없습니다',
    unreachable: '저장소에 연결할 수 없었습니다. 나중에 다시 내려받아 보세요',
    'no-room': '한 번에 담을 수 있는 1GB를 넘습니다'
  } as Record<Missing, string>,
  erased: (n: number) => `지운 학생 ${n}명의 기록, 그림, 파일은 어디에도 없습니다.`
}

const EN: typeof KO = {
  page: (title, n) => `${title}, whiteboard, page ${n}`,
  untitled: (code) => `Class ${code}`,
  students: (n) => n === 1 ? '1 student' : `${n} students`,
  private: 'This holds names and answers. Give it only to people who may see them.',
  inside: 'What is in it',
  names: {
    'results.xlsx': 'Excel file with students, questions, draws and media',
    'students.csv': 'A line for each student: time present, score, answers',
    'questions.csv': 'A line for each question: answers, share right, time needed',
    'draws.csv': 'Who was drawn',
    'media.csv': 'A list of what was shared',
    'quiz.gift': 'What was asked; Lectern and Moodle read it again'
  },
  board: 'Whiteboard',
  boardPage: (name) => `Whiteboard, page ${Number(/\d+/.exec(name)?.[0])}. Opens in a browser, which prints it too`,
  boardEmpty: 'Nothing stood on the whiteboard when the class ended.',
  boardUnknown: 'The whiteboard of this class was not kept: the class was held before whiteboards were kept with the results.',
  shared: 'Shared files',
  nothingShared: 'No file was shared.',
  allLeft: 'None of the shared files is in it; the reasons stand below.',
  by: (name) => `shared by ${name}`,
  erasedBy: 'erased student',
  noName: 'No name',
  left: 'What is left out',
  nothingLeft: 'Nothing is left out.',
  from: (page) => `from page ${page} on`,
  why: {
    waiting: 'the teacher did not approve it, so nobody saw it',
    rejected: 'the teacher rejected it',
    gone: 'it was removed, or its time was over',
    lost: 'the storage does not hold the file',
    unreachable: 'the storage could not be reached; try to download it again later',
    'no-room': 'it does not fit into the 1 GB that one download holds'
  },
  erased: (n) => `Records, drawings and files of ${n === 1 ? '1 erased student' : `${n} erased students`} are nowhere in it.`
}

const WORDS: Record<Language, typeof KO> = { ko: KO, en: EN }

const STYLE = 'body{max-width:60rem;margin:2rem auto;padding:0 1rem;color:#14181a;font:1rem/1.6 system-ui,"Malgun Gothic","Apple SD Gothic Neo",sans-serif;overflow-wrap:anywhere}h1,h2{line-height:1.3}h2{margin-top:2rem;border-bottom:2px solid}li{margin:.4rem 0}a{color:#1d56d0}'

/** What a page of the whiteboard is called. */
export function pageTitle ({ title, classCode }: LessonSummary, language: Language, n: number): string {
  const t = WORDS[language]
  return t.page(title || t.untitled(classCode), n)
}

/** The page that tells what is in a bundle, what is left out, and why. Times are in UTC, because the server does not know where the class was. */
export function indexPage (lesson: LessonSummary, language: Language, contents: Contents): string {
  const t = WORDS[language]
  const title = lesson.title || t.untitled(lesson.classCode)
  const { names, files, missing, links, erased } = contents
  const board = names.filter((name) => name.startsWith('whiteboard/'))
  const body = [
    element('h1', {}, text(title)),
    paragraph(`${minute(lesson.openedAt)} – ${minute(lesson.endedAt)} UTC · ${lesson.teacher} · ${lesson.classCode} · ${t.students(lesson.students)}`),
    element('p', {}, element('b', {}, text(t.private))),
    element('h2', {}, text(t.inside)),
    list(names.filter((name) => !board.includes(name)).map((name) => item(link(name), t.names[name] ?? ''))),
    element('h2', {}, text(t.board)),
    board.length > 0 ? list(board.map((name) => item(link(name), t.boardPage(name)))) : paragraph(contents.boardKnown ? t.boardEmpty : t.boardUnknown),
    element('h2', {}, text(t.shared)),
    files.length + links.length === 0 ? paragraph(missing.length === 0 ? t.nothingShared : t.allLeft) : list([...files.map(({ name, file }) => item(link(name), about(file, [file.alt], language))), ...links.map((file) => item(outside(file.url), about(file, [file.name, file.alt], language)))]),
    element('h2', {}, text(t.left)),
    missing.length === 0 ? paragraph(t.nothingLeft) : list(missing.map(({ file, why, from }) => element('li', {}, text(`${file.name || file.alt || t.noName}${from > 1 ? ` (${t.from(from)})` : ''}: ${t.why[why]}. ${about(file, file.name === '' ? [] : [file.alt], language)}`)))),
    ...erased > 0 ? [paragraph(t.erased(erased))] : []
  ]
  return `<!doctype html>\n${element('html', { lang: language },
    element('head', {}, element('meta', { charset: 'utf-8' }), element('meta', { name: 'viewport', content: 'width=device-width' }), element('title', {}, text(title)), element('style', {}, STYLE)),
    element('body', {}, element('main', {}, `\n${body.join('\n')}\n`)))}\n`
}

function about ({ kind, by }: SharedFile, words: string[], language: Language): string {
  const t = WORDS[language]
  return [KIND_NAMES[language][kind], ...words, t.by(by || t.erasedBy)].filter((part) => part !== '').join(' · ')
}

function minute (at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}

function paragraph (words: string): Xml {
  return element('p', {}, text(words))
}

function list (items: Xml[]): Xml {
  return element('ul', {}, ...items)
}

function item (to: Xml, words: string): Xml {
  return element('li', {}, to, words === '' ? '' : ` ${text(words)}`)
}

/** A link to a file of the bundle. */
function link (name: string): Xml {
  return element('a', { href: name.split('/').map(encodeURIComponent).join('/') }, text(name))
}

/** A link that was shared. It was looked at when it came in; here it leaves again, so once more. */
function outside (url: string): Xml {
  return /^https?:\/\//.test(url) ? element('a', { href: url, rel: 'noreferrer' }, text(url)) : text(url)
}
