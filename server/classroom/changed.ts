/** Which parts of which views may differ after an event: a bit mask in `Folded.changed`. */
export const Changed = {
  lesson: 1,
  counts: 2,
  question: 4,
  clock: 8,
  progress: 16,
  tally: 32,
  reveal: 64,
  board: 128,
  kept: 256,
  steering: 512,
  asked: 1024,
  lates: 2048,
  /** Roster row of `Folded.person`; of everyone where that is -1. */
  people: 4096,
  /** Everyone's personal score. */
  scores: 8192,
  /** A control message passes by. */
  control: 16384,
  /** `me`, `mine` and `score` of `Folded.person`; of everyone where that is -1. */
  own: 32768,
  draw: 65536,
  draws: 131072,
  widgets: 262144,
  moods: 524288,
  hands: 1048576,
  wall: 2097152,
  cloud: 4194304,
  /** Shared media. */
  shared: 8388608,
  /** The whiteboard: whether it is shown, its pages, who may draw. */
  whiteboard: 16777216,
  /** What is on its sheets; what somebody can take back there. */
  ink: 33554432,
  /** How the film or sound that is shown runs. */
  playback: 67108864
} as const
