/** Lines of the icons on a 24-px grid, two pixels wide and round. */
export const ICONS = {
  check: 'M4 12.5 9.5 18 20 6.5',
  cross: 'M6 6l12 12M18 6 6 18',
  clock: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0zM12 7v5l3.5 2',
  offline: 'M3 3l18 18M5 12.5a10 10 0 0 1 4-2.4M19 12.5a10 10 0 0 0-6-2.9M8.5 16a5 5 0 0 1 7 0M12 20h.01M2 9a15 15 0 0 1 4-2.6M22 9A15 15 0 0 0 11 5',
  online: 'M5 12.5a10 10 0 0 1 14 0M8.5 16a5 5 0 0 1 7 0M12 20h.01M2 9a15 15 0 0 1 20 0',
  lock: 'M6.5 11h11a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1 -1.5 1.5h-11a1.5 1.5 0 0 1 -1.5 -1.5v-6a1.5 1.5 0 0 1 1.5 -1.5zM8 11V8a4 4 0 0 1 8 0v3',
  people: 'M5.5 8a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0zM2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.6c2.1.9 3.5 2.8 3.5 5.4',
  quiz: 'M5 3h11l3 3v15H5zM9 9h6M9 13h6M9 17h3',
  pen: 'M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5',
  media: 'M4.5 5h15a1.5 1.5 0 0 1 1.5 1.5v11a1.5 1.5 0 0 1 -1.5 1.5h-15a1.5 1.5 0 0 1 -1.5 -1.5v-11a1.5 1.5 0 0 1 1.5 -1.5zM3 16l5-5 4.5 4.5L16 12l5 4.5M14.5 9a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z',
  sound: 'M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  film: 'M4.5 5h15a1.5 1.5 0 0 1 1.5 1.5v11a1.5 1.5 0 0 1 -1.5 1.5h-15a1.5 1.5 0 0 1 -1.5 -1.5v-11a1.5 1.5 0 0 1 1.5 -1.5zM10 9l5 3-5 3z',
  draw: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0zM12 7v5M12 3v2M12 19v2M3 12h2M19 12h2M9.5 12a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z',
  widget: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM16.5 13v7M13 16.5h7',
  wall: 'M4 5h16v11H10l-4 4v-4H4zM8 9h8M8 12.5h5',
  board: 'M3 4h18v12H3zM9 16l-3 5M15 16l3 5M7 12l3-3 2 2 5-4',
  result: 'M4 20V4M4 20h16M8.5 16v-5M13 16V7M17.5 16v-3',
  projector: 'M4.5 4h15a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1 -1.5 1.5h-15a1.5 1.5 0 0 1 -1.5 -1.5v-9a1.5 1.5 0 0 1 1.5 -1.5zM12 16v4M8 20h8',
  phone: 'M9 2.5h6a2 2 0 0 1 2 2v15a2 2 0 0 1 -2 2h-6a2 2 0 0 1 -2 -2v-15a2 2 0 0 1 2 -2zM11 18h2',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM9 12a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z',
  help: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0zM9.3 9.3a2.8 2.8 0 1 1 4 2.6c-.9.4-1.3 1-1.3 2M12 17h.01',
  globe: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0zM3 12h18M12 3c3 3 3.6 6 3.6 9s-.6 6-3.6 9c-3-3-3.6-6-3.6-9S9 6 12 3z',
  down: 'M6 9l6 6 6-6',
  right: 'M9 6l6 6-6 6',
  left: 'M15 6l-6 6 6 6',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  copy: 'M9.5 8h9a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1 -1.5 1.5h-9a1.5 1.5 0 0 1 -1.5 -1.5v-9a1.5 1.5 0 0 1 1.5 -1.5zM16 8V4H4v12h4',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  upload: 'M12 16V5M7 9l5-5 5 5M4 20h16',
  warn: 'M12 3.5 22 20.5H2zM12 10v5M12 17.8h.01',
  up: 'M12 5 20 18H4z',
  fall: 'M12 19 4 6h16z',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  search: 'M4.5 11a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0zM16 16l4.5 4.5',
  flag: 'M5 21V4h13l-2.5 4L18 12H5',
  play: 'M7 4.5 19 12 7 19.5z',
  again: 'M4 12a8 8 0 0 1 14-5.3L20 9M20 4v5h-5M20 12a8 8 0 0 1-14 5.3L4 15M4 20v-5h5',
  exit: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  grip: 'M9 6h.01M9 12h.01M9 18h.01M15 6h.01M15 12h.01M15 18h.01',
  hand: 'M8 13V6a1.5 1.5 0 0 1 3 0v5-7a1.5 1.5 0 0 1 3 0v7-5a1.5 1.5 0 0 1 3 0v9c0 3.5-2 6-5.5 6-3 0-4.5-1.5-6-4.5L4 14c-.5-1 .9-2 1.8-1.2z',
  back: 'M9 5H20v14H9l-6-7zM12 9.5l5 5M17 9.5l-5 5',
  info: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0zM12 11v6M12 7.5h.01',
  tour: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0zM15.5 8.5 13.5 13.5 8.5 15.5 10.5 10.5z',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  moon: 'M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z'
} as const

export type IconName = keyof typeof ICONS

/** Icons whose shape is filled. */
export const FILLED: ReadonlySet<IconName> = new Set<IconName>(['up', 'fall', 'play'])

/** Icons made of dots, which need a wider line. */
export const DOTTED: ReadonlySet<IconName> = new Set<IconName>(['more', 'grip'])
