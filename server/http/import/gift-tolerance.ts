/**
 * Escapes what people write without escaping it and Moodle takes all the same: colons in texts, and `=`, `~`
 * and `#` in title and question. Tried only after the parser refused the text as it stands.
 */
export function tolerant (text: string): string {
  const [whole = '', title = ''] = /^\s*::((?:[^:\\]|\\.|:(?!:))*)::/.exec(text) ?? []
  let result = whole === '' ? '' : `::${title.replace(/\\.|[:=~#{}]/g, (found) => found.length > 1 ? found : `\\${found}`)}::`
  let inside = false
  let numeric = false
  for (let i = whole.length; i < text.length; i++) {
    const character = text[i] ?? ''
    if (character === '\\') {
      result += character + (text[++i] ?? '')
      continue
    }
    if (character === '{') {
      inside = true
      numeric = /^\{\s*#/.test(text.slice(i, i + 50))
    }
    if (character === '}') inside = false
    const special = inside ? character === ':' && !numeric : ':=~#'.includes(character)
    result += special ? `\\${character}` : character
  }
  return result
}
