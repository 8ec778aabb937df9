/** Parts of a Moodle category's path that say nothing of the quiz: `$course$`, `$module$`, `top`. */
const EMPTY_PARTS = /^(?:\$.*\$|top)$/i
const CATEGORY = /^[ \t]*\$CATEGORY:(.{0,1000})/m
/** A longer line is no title; it also bounds what the patterns below have to look at. */
const TITLE_LINE_MAX = 400

/** What a GIFT file calls itself: the path of its first category; '' where it names none. A slash in a name is written twice. */
export function categoryTitle (text: string): string {
  return pathTitle(CATEGORY.exec(text)?.[1] ?? '')
}

/** The names of a category's path that say something. */
export function pathTitle (path: string): string {
  const parts = path.split(/(?<!\/)\/(?!\/)/).map((part) => part.replaceAll('//', '/').trim())
  return parts.filter((part) => part !== '' && !EMPTY_PARTS.test(part)).join(' · ')
}

/** A line above the header of a CSV file, such as `제목,7주차`: the title; null where it is none. */
export function titleLine (line: string): string | null {
  if (line.length > TITLE_LINE_MAX) return null
  const title = /^\s*"?(?:title|제목)"?\s*[,;:\t](.*)$/i.exec(line)?.[1]
  return title === undefined ? null : title.replace(/[,;\t]+\s*$/, '').trim().replace(/^"(.*)"$/, '$1').replaceAll('""', '"')
}

/** A file's name as a title: without its ending and the number of a copy, with blanks for what people write in their place. */
export function fileTitle (name: string): string {
  const bare = name.normalize('NFC').replace(/\.[A-Za-z0-9]{1,5}$/, '').replace(/\s*\(\d{1,3}\)$/, '').replaceAll('_', ' ').trim()
  return /\s/.test(bare) ? bare : bare.replace(/(?<!\d)-|-(?!\d)/g, ' ').trim()
}
