import { LIMITS } from '../../server/classroom/limits.ts'
import { Role, Seat } from '../../server/classroom/model.ts'
import type { EntryRequest, NavReply } from '../../server/wire/api.ts'
import { isClassCode } from '../../server/wire/topics.ts'
import { Commands } from './commands.ts'
import { endingOfError } from './endings.ts'
import type { Ending } from './endings.ts'
import { EntryError, checkEntry, classPath, cleanPath, openRoom, pairPath, readAddress } from './enter.ts'
import { JoinRefused } from './link.ts'
import type { Credential, World } from './link.ts'
import { language } from './messages/language.svelte.ts'
import { redeemPairing } from './pairing.ts'
import { Room } from './room.svelte.ts'
import { browserStore } from './storage.ts'
import { Visits } from './visit.ts'
import type { Visit } from './visit.ts'

/** What is wrong with what was typed; `text` when the server said it in words. */
export type FormFault = { in: 'code' | 'name' | 'all', why: 'needed' | 'wrong' | 'unknown' | 'unavailable' | 'tooMany' | 'said', text: string }

/** Why a pairing code did not work. */
export type PairingFault = 'wrong' | 'tooMany' | 'unavailable'

export type Stage =
  | { is: 'opening' }
  | { is: 'form', teacher: boolean, asks: { code: boolean, name: boolean }, code: string, name: string, busy: boolean, fault: FormFault | null }
  | { is: 'pair', seat: 'projector' | 'remote', busy: boolean, fault: PairingFault | null }
  | { is: 'refused', ending: Ending }
  | { is: 'unreachable' }
  | { is: 'room', room: Room, visit: Visit }

const tab = browserStore(() => sessionStorage)
const visits = new Visits(tab, browserStore(() => localStorage))

/** The way from an address to a room: reads it, cleans the address bar, asks for what is missing. */
export class Entrance {
  stage: Stage = $state.raw({ is: 'opening' })
  #entry: EntryRequest = {}
  #typed = false

  /** Begins with the address of the page, and cleans it before anything else. */
  start (): void {
    // A teacher's link that is pasted over another one changes only the fragment, which loads nothing by itself.
    window.addEventListener('hashchange', () => { location.reload() })
    const address = readAddress(new URL(location.href))
    history.replaceState(null, '', cleanPath(address))
    switch (address.is) {
      case 'enter': return this.#arrive(address.entry)
      case 'class': return this.#arrive({ classCode: address.classCode })
      case 'teach': return address.entry === null ? this.#goOn(visits.find(null)) : void this.#check(address.entry)
      case 'pair': return this.#pair(address.seat, address.code)
      case 'home': return this.#ask('', '')
      case 'unknown': this.stage = { is: 'refused', ending: 'wrongLink' }
    }
  }

  /** Takes what was typed into the form. */
  async submit (code: string, name: string): Promise<void> {
    const stage = this.stage
    if (stage.is !== 'form' || stage.busy) return
    const typed = { code: code.normalize('NFKC').trim(), name: name.normalize('NFC').trim() }
    const fault = faultOf(typed.code, typed.name, stage.asks.name)
    this.stage = { ...stage, ...typed, fault, busy: fault === null }
    if (fault !== null) return
    const known = stage.asks.code ? visits.find(typed.code) : null
    if (known !== null && !stage.asks.name) return this.#goOn(known)
    // A teacher's visit holds keys: they must not outlive the tab.
    this.#typed = this.#entry.teacherKey === undefined
    await this.#check({ ...this.#entry, classCode: typed.code, userName: typed.name })
  }

  /** Takes the seat that a pairing code is good for. */
  async redeem (code: string): Promise<void> {
    const stage = this.stage
    if (stage.is !== 'pair' || stage.busy) return
    this.stage = { ...stage, busy: true, fault: null }
    try {
      const room = await redeemPairing(code, language.code)
      new Commands(tab, randomUnit).clear()
      const visit: Visit = { entry: { classCode: room.classCode }, room, resume: null, typed: false, paired: true, enteredAt: Date.now() }
      visits.save(visit)
      this.#enter(visit, { url: room.socketUrl, token: room.ticket, kind: 'ticket' })
    } catch (error) {
      this.stage = { ...stage, fault: pairingFault(error) }
    }
  }

  /** A projector or a remote that is no longer connected asks for a new code. */
  pairAgain (visit: Visit): void {
    visits.forget(visit)
    this.stage = { is: 'pair', seat: seatName(visit), busy: false, fault: null }
  }

  /** Once more after the server did not answer. */
  retry (): void {
    this.stage = { is: 'opening' }
    void this.#check(this.#entry)
  }

  /** The person left: a reload begins with the form. */
  leave (visit: Visit): void {
    visits.forget(visit)
  }

  /** The form once more, for the class that was left. */
  again (visit: Visit): void {
    visits.forget(visit)
    this.#entry = {}
    this.#ask(visit.room.classCode, visit.typed ? visit.room.name : '')
  }

  #pair (seat: 'projector' | 'remote', code: string): void {
    const visit = visits.find(null)
    if (code === '' && visit?.paired === true && seatName(visit) === seat && visit.resume !== null) return this.#goOn(visit)
    this.stage = { is: 'pair', seat, busy: false, fault: null }
    if (code !== '') void this.redeem(code)
  }

  #arrive (entry: EntryRequest): void {
    const anew = entry.token !== undefined || entry.userName !== undefined
    const visit = anew ? null : visits.find(entry.classCode ?? null)
    if (visit !== null) return this.#goOn(visit)
    if (entry.token === undefined && (entry.classCode ?? '') === '') return this.#ask('', entry.userName ?? '')
    void this.#check(entry)
  }

  #goOn (visit: Visit | null): void {
    if (visit === null) return this.#ask('', '')
    this.#entry = visit.entry
    this.#typed = visit.typed
    this.#enter(visit, visit.resume)
  }

  #ask (code: string, name: string): void {
    this.stage = { is: 'form', teacher: this.#entry.teacherKey !== undefined, asks: { code: code === '', name: true }, code, name, busy: false, fault: null }
  }

  async #check (entry: EntryRequest): Promise<void> {
    this.#entry = entry
    try {
      const nav = await checkEntry(entry, language.code)
      this.#entry = mergedEntry(entry, nav)
      if (nav.needsName) return this.#ask(nav.user.classCode, visits.find(nav.user.classCode)?.room.name ?? '')
      const room = await openRoom(this.#entry, language.code)
      // What the tab kept of another class must not be sent to this one.
      const commands = new Commands(tab, randomUnit)
      if (visits.find(room.classCode) === null) commands.clear()
      const visit: Visit = { entry: { ...this.#entry, uuid: room.participant }, room, resume: null, typed: this.#typed, enteredAt: Date.now() }
      visits.save(visit)
      this.#enter(visit, { url: room.socketUrl, token: room.ticket, kind: 'ticket' })
    } catch (error) {
      this.#refused(error instanceof EntryError ? error : new EntryError('internal'))
    }
  }

  #refused (error: EntryError): void {
    if (this.stage.is === 'form') {
      this.stage = { ...this.stage, busy: false, fault: faultOfError(error) }
      return
    }
    const ending = endingOfError(error.code)
    this.stage = ending === null ? { is: 'unreachable' } : { is: 'refused', ending }
  }

  #enter (start: Visit, credential: Credential | null): void {
    let visit = start
    const change = (part: Partial<Visit>): void => {
      visit = { ...visit, ...part }
      visits.save(visit)
    }
    const join = async (): Promise<Credential> => {
      // a code is good once: only a new one leads back
      if (visit.paired === true) throw new JoinRefused('expired')
      const entry = visit.resume === null ? visit.entry : { ...visit.entry, resume: visit.resume.token }
      const reply = await openRoom(entry, language.code).catch((error: unknown) => { throw joinError(error) })
      change({ room: reply })
      room.entry = reply
      return { url: reply.socketUrl, token: reply.ticket, kind: 'ticket' }
    }
    const room = new Room({
      reply: visit.room,
      world: browserWorld(join),
      commands: new Commands(tab, randomUnit),
      credential,
      keep: resume => { change({ resume }) }
    })
    history.replaceState(null, '', pathOf(visit))
    this.stage = { is: 'room', room, visit }
  }
}

function seatName ({ room }: Visit): 'projector' | 'remote' {
  return room.seat === Seat.projector ? 'projector' : 'remote'
}

/** Where a reload finds the visit again. */
function pathOf (visit: Visit): string {
  if (visit.paired === true) return pairPath(seatName(visit))
  return visit.room.role === Role.teacher ? '/teach' : classPath(visit.room.classCode)
}

function pairingFault (error: unknown): PairingFault {
  if (!(error instanceof EntryError)) return 'unavailable'
  if (error.code === 'wrong-link' || error.code === 'bad-field') return 'wrong'
  return error.code === 'too-many' ? 'tooMany' : 'unavailable'
}

function browserWorld (join: () => Promise<Credential>): World {
  return {
    join,
    open: (url, protocols) => new WebSocket(url, protocols),
    after: (ms, call) => {
      const timer = setTimeout(call, ms)
      return () => { clearTimeout(timer) }
    },
    random: randomUnit
  }
}

function randomUnit (): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1))
  return word / 2 ** 32
}

/** What the server cleaned, with the proofs it does not give back. A launch token says everything by itself. */
function mergedEntry ({ token, teacherKey, resume }: EntryRequest, nav: NavReply): EntryRequest {
  if (token !== undefined) return { token }
  return {
    ...nav.user,
    ...(teacherKey === undefined ? {} : { teacherKey }),
    ...(resume === undefined ? {} : { resume })
  }
}

function joinError (error: unknown): unknown {
  const ending = error instanceof EntryError ? endingOfError(error.code) : null
  return ending === null ? error : new JoinRefused(ending)
}

function faultOf (code: string, name: string, asksName: boolean): FormFault | null {
  if (code === '') return { in: 'code', why: 'needed', text: '' }
  if (!isClassCode(code)) return { in: 'code', why: 'wrong', text: '' }
  if (asksName && (name === '' || [...name].length > LIMITS.name)) return { in: 'name', why: 'needed', text: '' }
  return null
}

function faultOfError ({ code, text, field }: EntryError): FormFault {
  switch (code) {
    case 'wrong-link':
    case 'not-found': return { in: 'code', why: 'unknown', text: '' }
    case 'bad-field': return { in: field === 'classCode' ? 'code' : 'name', why: 'said', text }
    case 'too-many': return { in: 'all', why: 'tooMany', text: '' }
    default: return { in: 'all', why: 'unavailable', text: '' }
  }
}

