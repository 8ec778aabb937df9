export type Language = 'ko' | 'en'

/** The language of ours that a caller likes best, by his Accept-Language header; English when he names neither. */
export function languageOf (acceptLanguage: string | undefined): Language {
  let best: Language = 'en'
  let bestWeight = 0
  for (const part of (acceptLanguage ?? '').slice(0, 200).toLowerCase().split(',')) {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    const language = range.split('-')[0]
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1)
    if ((language === 'ko' || language === 'en') && weight > bestWeight) [best, bestWeight] = [language, weight]
  }
  return best
}
