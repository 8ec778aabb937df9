import type { Bend, Draft } from './draft.ts'
import { withoutMarkup } from './plain-text.ts'

/** A text of a file, and in what it is written. `moodle` is plain text in which people write a tag now and then. */
export interface Formatted {
  format: 'html' | 'markdown' | 'moodle' | 'plain'
  text: string
}

/** Texts of one question without their markup; notes it once when there was some. */
export class Words {
  readonly bends: Bend[] = []

  plain ({ format, text }: Formatted): string {
    if (format === 'plain') return text.trim()
    const { text: bare, changed } = withoutMarkup(text, format === 'html')
    if (format === 'html' && /<img\b/i.test(text)) this.bend('picture-removed')
    else if (changed) this.bend('html-removed')
    return bare.trim()
  }

  stem ({ stem, title }: { stem: Formatted, title: string | null }): string {
    return this.plain(stem) || (title ?? '').trim()
  }

  /** The general feedback, then what the file says to each answer. */
  explain (general: Formatted | null, answers: Array<[answer: string, feedback: Formatted | null]>): string {
    const lines = answers.flatMap(([answer, feedback]) => {
      const text = feedback === null ? '' : this.plain(feedback)
      return text === '' ? [] : [answer === '' ? text : `${answer}: ${text}`]
    })
    return [general === null ? '' : this.plain(general), ...lines].filter((line) => line !== '').join('\n')
  }

  bend (reason: Bend['reason'], detail = ''): void {
    if (this.bends.every((bend) => bend.reason !== reason)) this.bends.push({ reason, detail })
  }

  draft (question: Draft['question']): Draft {
    return { question, bends: this.bends }
  }
}
