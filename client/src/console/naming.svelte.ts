import type { Person } from '../../../server/wire/messages.ts'

/** Whose nickname the teacher changes; null while the dialog is closed. */
export class Naming {
  person: Person | null = $state.raw(null)
}
