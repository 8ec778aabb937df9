import { grow } from './columns.ts'
import { LIMITS } from './limits.ts'
import { Role } from './model.ts'
import { lookOf, nicknameOf } from './nickname.ts'

const VERIFIED = 1
const LEFT = 2
const REMOVED = 4
const EXCUSED = 8

/** Who a person says to be when joining. */
export interface Entry {
  key: string
  name: string
  studentNumber: string
  role: Role
  verified: boolean
  factor: number
  at: number
}

/** The participants of a lesson, in columns by the dense index that each gets at the first join. */
export class People {
  readonly #byKey = new Map<string, number>()
  readonly #keys: string[] = []
  readonly #names: string[] = []
  readonly #numbers: string[] = []
  #roles = new Uint8Array(0)
  #flags = new Uint8Array(0)
  #joinedAt = new Float64Array(0)
  #factors = new Float64Array(0)
  #totals = new Uint32Array(0)
  /** Nicknames that a teacher gave. */
  readonly #given = new Map<number, string>()
  /** Students who are neither removed nor gone for good. */
  joined = 0
  /** Students who have a rank: all but the removed. */
  ranked = 0
  /** The longest time factor among students who are not removed. */
  longestFactor: number = LIMITS.factorMin

  get size (): number {
    return this.#keys.length
  }

  /** Index of `key`, or -1. */
  indexOf (key: string): number {
    return this.#byKey.get(key) ?? -1
  }

  has (who: number): boolean {
    return who >= 0 && who < this.#keys.length
  }

  keyOf (who: number): string { return this.#keys[who] ?? '' }
  nameOf (who: number): string { return this.#names[who] ?? '' }
  numberOf (who: number): string { return this.#numbers[who] ?? '' }
  joinedAt (who: number): number { return this.#joinedAt[who] ?? 0 }
  factorOf (who: number): number { return this.#factors[who] ?? LIMITS.factorMin }
  totalOf (who: number): number { return this.#totals[who] ?? 0 }
  /** The nickname: the one that a teacher gave, else the one drawn for `who`. */
  nicknameOf (who: number): string { return this.#given.get(who) ?? nicknameOf(who) }
  hasGivenNickname (who: number): boolean { return this.#given.has(who) }
  roleOf (who: number): Role { return this.#roles[who] as Role }
  isTeacher (who: number): boolean { return this.#roles[who] === Role.teacher }
  isVerified (who: number): boolean { return this.#has(who, VERIFIED) }
  hasLeft (who: number): boolean { return this.#has(who, LEFT) }
  isRemoved (who: number): boolean { return this.#has(who, REMOVED) }
  /** Whether a teacher keeps `who` out of draws. */
  isExcused (who: number): boolean { return this.#has(who, EXCUSED) }

  /** Whether `who` has a rank. */
  isRanked (who: number): boolean {
    return this.has(who) && !this.isTeacher(who) && !this.isRemoved(who)
  }

  /** Takes a new person in and returns the index. */
  add ({ key, name, studentNumber, role, verified, factor, at }: Entry): number {
    const who = this.#keys.length
    this.#byKey.set(key, who)
    this.#keys.push(key)
    this.#names.push(name)
    this.#numbers.push(studentNumber)
    this.#roles = grow(this.#roles, who + 1)
    this.#flags = grow(this.#flags, who + 1)
    this.#joinedAt = grow(this.#joinedAt, who + 1)
    this.#factors = grow(this.#factors, who + 1)
    this.#totals = grow(this.#totals, who + 1)
    this.#roles[who] = role
    this.#flags[who] = verified ? VERIFIED : 0
    this.#joinedAt[who] = at
    this.#factors[who] = factor
    this.#recount(who, 1)
    return who
  }

  /** Takes a known person back in under the name told now; returns whether anything differs. */
  welcome (who: number, { name, studentNumber, verified }: Entry): boolean {
    const same = this.#names[who] === name && this.#numbers[who] === studentNumber && this.isVerified(who) === verified && !this.hasLeft(who)
    if (same) return false
    this.#names[who] = name
    this.#numbers[who] = studentNumber
    this.#recount(who, -1)
    this.#set(who, VERIFIED, verified)
    this.#set(who, LEFT, false)
    this.#recount(who, 1)
    return true
  }

  leave (who: number): void {
    this.#recount(who, -1)
    this.#set(who, LEFT, true)
    this.#recount(who, 1)
  }

  setRemoved (who: number, removed: boolean): void {
    this.#recount(who, -1)
    this.#set(who, REMOVED, removed)
    this.#recount(who, 1)
    this.#refreshFactor()
  }

  setExcused (who: number, excused: boolean): void {
    this.#set(who, EXCUSED, excused)
  }

  /** Whether a teacher gave somebody else a nickname that looks like this one. */
  isNicknameOfAnother (nickname: string, who: number): boolean {
    const look = lookOf(nickname)
    return [...this.#given].some(([other, given]) => other !== who && lookOf(given) === look)
  }

  /** Gives `who` a nickname; '' gives back the one drawn. */
  setNickname (who: number, nickname: string): void {
    if (nickname === '') this.#given.delete(who)
    else this.#given.set(who, nickname)
  }

  setFactor (who: number, factor: number): void {
    this.#factors[who] = factor
    this.#refreshFactor()
  }

  addPoints (who: number, points: number): void {
    this.#totals[who] = this.totalOf(who) + points
  }

  /** Everything kept, for the digest. */
  dump (): object {
    return {
      keys: this.#keys,
      names: this.#names,
      numbers: this.#numbers,
      roles: this.#roles,
      flags: this.#flags,
      joinedAt: this.#joinedAt,
      factors: this.#factors,
      totals: this.#totals,
      joined: this.joined,
      ranked: this.ranked,
      longestFactor: this.longestFactor,
      ...(this.#given.size === 0 ? {} : { nicknames: this.#given })
    }
  }

  #has (who: number, flag: number): boolean {
    return ((this.#flags[who] ?? 0) & flag) !== 0
  }

  #set (who: number, flag: number, on: boolean): void {
    const flags = this.#flags[who] as number
    this.#flags[who] = on ? flags | flag : flags & ~flag
  }

  #recount (who: number, step: 1 | -1): void {
    if (!this.isRanked(who)) return
    this.ranked += step
    if (!this.hasLeft(who)) this.joined += step
    this.longestFactor = Math.max(this.longestFactor, this.factorOf(who))
  }

  /** A factor that went down may have been the longest. */
  #refreshFactor (): void {
    this.longestFactor = LIMITS.factorMin
    for (let who = 0; who < this.size; who++) {
      if (this.isRanked(who)) this.longestFactor = Math.max(this.longestFactor, this.factorOf(who))
    }
  }
}
