import { Type } from 'typebox'
import { ERROR_CODES } from '../wire/error-codes.ts'

const text = Type.String()
const integer = Type.Integer()

/** Schemas of what is answered (wire/api.ts). They make serialising quick and keep accidental fields in. */
export const NavBody = Type.Object({
  user: Type.Object({
    usrTpCd: text, userName: text, spaceName: text, classCode: text, tempUsrId: text, uuid: text, wid: text, stuNo: text, projectId: text, boardId: text
  }),
  role: Type.Unsafe<0 | 1>(integer),
  seat: Type.Unsafe<0 | 1 | 2 | 3>(integer),
  verified: Type.Boolean(),
  needsName: Type.Boolean(),
  capabilities: Type.Array(text)
})

export const RoomBody = Type.Object({
  socketUrl: text,
  ticket: text,
  ticketSeconds: integer,
  classCode: text,
  title: text,
  role: Type.Unsafe<0 | 1>(integer),
  seat: Type.Unsafe<0 | 1 | 2 | 3>(integer),
  participant: text,
  name: text,
  joinUrl: text,
  bearer: Type.Optional(text)
})

export const ClassBody = Type.Object({ code: text, title: text })

export const PairingBody = Type.Object({ code: text, seconds: integer, url: text })

export const RenewBody = Type.Object({ bearer: text, bearerSeconds: integer })

export const ErrorBody = Type.Object({
  error: Type.Union(ERROR_CODES.map((code) => Type.Literal(code))),
  message: text,
  field: Type.Optional(text)
})
