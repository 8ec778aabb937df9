import { isIP } from 'node:net'

/** One setting: how its text becomes a value, and what the documentation says of it. */
export interface Setting<T> {
  /** Unit of the number, or '' where there is none. */
  unit: string
  /** The default as it would be written in the environment; '' is unset. */
  default: string
  /** One line for docs/SETTINGS.md. */
  help: string
  /** What is allowed, as told in an error and in the documentation. */
  allowed: string
  /** Whether the value must never be shown. */
  secret?: true
  /** The value, or undefined when the text is not allowed. */
  read (text: string): T | undefined
}

/** A named secret; two may stand beside each other while a key is changed. */
export interface NamedKey {
  kid: string
  secret: string
}

type Said = Pick<Setting<unknown>, 'default' | 'help'>

/** HS256 signs with 256 bits; a shorter secret would be the weakest part. */
const SECRET_MIN = 32

export function whole (unit: string, min: number, max: number, said: Said, besides?: number): Setting<number> {
  const allowed = `a whole number, ${min} to ${max}${besides === undefined ? '' : `, or ${besides}`}`
  return {
    ...said,
    unit,
    allowed,
    read (text) {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN
      return (value >= min && value <= max) || value === besides ? value : undefined
    }
  }
}

export function decimal (unit: string, min: number, max: number, said: Said): Setting<number> {
  return {
    ...said,
    unit,
    allowed: `a number, ${min} to ${max}`,
    read (text) {
      const value = /^\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : NaN
      return value >= min && value <= max ? value : undefined
    }
  }
}

export function oneOf<const T extends string> (values: readonly T[], said: Said): Setting<T> {
  return { ...said, unit: '', allowed: values.join(' or '), read: (text) => values.find((value) => value === text) }
}

/** Some of `values`, each once, in the order of `values`. */
export function someOf<const T extends string> (values: readonly T[], said: Said): Setting<T[]> {
  return {
    ...said,
    unit: '',
    allowed: `${values.join(', ')}, or several of them with commas`,
    read (text) {
      const parts = list(text)
      const known = values.filter((value) => parts.includes(value))
      return known.length > 0 && known.length === parts.length ? known : undefined
    }
  }
}

/** One of several alike, as `2/4`: the second of four. Both count from 1. */
export function oneOfMany (max: number, said: Said): Setting<{ readonly number: number, readonly of: number }> {
  return {
    ...said,
    unit: '',
    allowed: `n/N with n from 1 to N, N at most ${max}`,
    read (text) {
      const [number = 0, of = 0] = /^\d{1,4}\/\d{1,4}$/.test(text) ? text.split('/').map(Number) : []
      return number >= 1 && number <= of && of <= max ? Object.freeze({ number, of }) : undefined
    }
  }
}

export function words (allowed: string, pattern: RegExp, said: Said): Setting<string> {
  return { ...said, unit: '', allowed, read: (text) => pattern.test(text) ? text : undefined }
}

/** A secret of at least 16 characters, or '' when unset. */
export function secret (said: Omit<Said, 'default'>): Setting<string> {
  return {
    ...said,
    default: '',
    unit: '',
    allowed: '16 to 256 characters without blanks',
    secret: true,
    read: (text) => text === '' || /^\S{16,256}$/.test(text) ? text : undefined
  }
}

/** A password that others gave, or '' when unset. */
export function password (said: Omit<Said, 'default'>): Setting<string> {
  return {
    ...said,
    default: '',
    unit: '',
    allowed: 'at most 1024 characters',
    secret: true,
    read: (text) => text.length <= 1024 ? text : undefined
  }
}

/** `kid:secret`, or two with a comma while a key is changed; the first signs, both verify. */
export function keys (said: Omit<Said, 'default'>): Setting<NamedKey[]> {
  return {
    ...said,
    default: '',
    unit: '',
    allowed: `kid:secret, or two of them with a comma; different kids, secrets of ${SECRET_MIN} characters or more`,
    secret: true,
    read (text) {
      const found = list(text).map((part): NamedKey => {
        const colon = part.indexOf(':')
        return { kid: part.slice(0, Math.max(colon, 0)), secret: part.slice(colon + 1) }
      })
      const good = found.every((key) => /^[A-Za-z0-9_.-]{1,32}$/.test(key.kid) && key.secret.length >= SECRET_MIN)
      return good && found.length <= 2 && new Set(found.map((key) => key.kid)).size === found.length ? found : undefined
    }
  }
}

/** An address that begins with one of `schemes`, without a slash at its end; '' when unset. */
export function url (schemes: readonly string[], said: Omit<Said, 'default'>): Setting<string> {
  return {
    ...said,
    default: '',
    unit: '',
    allowed: `an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
    read (text) {
      if (text === '') return ''
      return URL.canParse(text) && schemes.includes(new URL(text).protocol) ? text.replace(/\/+$/, '') : undefined
    }
  }
}

/** Where public keys are: an address that nobody on the way can change, or a file; '' when unset. */
export function keySource (said: Omit<Said, 'default'>): Setting<string> {
  return {
    ...said,
    default: '',
    unit: '',
    allowed: 'an address that begins with https:// (on this machine http:// too), or the path of a file',
    read (text) {
      if (!text.includes('://')) return /^[^\0]{0,1024}$/.test(text) ? text : undefined
      if (!URL.canParse(text)) return undefined
      const { protocol, hostname, username, password } = new URL(text)
      const safe = protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname))
      return safe && username === '' && password === '' ? text : undefined
    }
  }
}

/** Origins as browsers send them: scheme, host and port, nothing else. */
export function origins (said: Omit<Said, 'default'>): Setting<string[]> {
  return {
    ...said,
    default: '',
    unit: '',
    allowed: 'origins like https://lms.example.org, with commas',
    read (text) {
      const parts = list(text)
      return parts.every((part) => URL.canParse(part) && /^https?:/.test(part) && new URL(part).origin === part) ? parts : undefined
    }
  }
}

/** Addresses or networks such as 10.0.0.0/8. */
export function networks (said: Omit<Said, 'default'>): Setting<string[]> {
  return {
    ...said,
    default: '',
    unit: '',
    allowed: 'addresses or networks like 10.0.0.0/8, with commas',
    read (text) {
      const parts = list(text)
      return parts.every(isNetwork) ? parts : undefined
    }
  }
}

/** Addresses of Kafka brokers, each with its port. */
export function brokers (said: Omit<Said, 'default'>): Setting<string[]> {
  return {
    ...said,
    default: '',
    unit: '',
    allowed: 'addresses with ports like kafka-1.example.org:9092, with commas',
    read (text) {
      const parts = list(text)
      return parts.every((part) => /^([A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:]{2,45}\]):[1-9]\d{0,4}$/.test(part)) ? parts : undefined
    }
  }
}

function isNetwork (text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

function list (text: string): string[] {
  return text.split(',').map((part) => part.trim()).filter((part) => part !== '')
}

/** The address of a PostgreSQL, which may hold a password, or '' when unset. */
export function database (said: Omit<Said, 'default'>): Setting<string> {
  return {
    ...said,
    default: '',
    unit: '',
    allowed: 'an address like postgres://user:password@host:5432/lectern',
    secret: true,
    read: (text) => text === '' || (/^postgres(ql)?:\/\/\S{1,1024}$/.test(text) && URL.canParse(text)) ? text : undefined
  }
}
