/** Lines of the board's icons on a 24-px grid, as in parts/icons.ts; a first load has no need of them. */
export const BOARD_ICONS = {
  pen: 'M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5',
  eraser: 'M8.5 19H20M5 15.5 14.5 6l5 5-8 8h-3zM10 10.5l5 5',
  line: 'M5 19 19 5',
  arrow: 'M5 19 19 5M10 5h9v9',
  rectangle: 'M4 6h16v12H4z',
  ellipse: 'M3 12a9 6.5 0 1 0 18 0a9 6.5 0 1 0 -18 0z',
  text: 'M5 7V4.5h14V7M12 4.5v15M9 19.5h6',
  image: 'M4.5 5h15a1.5 1.5 0 0 1 1.5 1.5v11a1.5 1.5 0 0 1 -1.5 1.5h-15a1.5 1.5 0 0 1 -1.5 -1.5v-11a1.5 1.5 0 0 1 1.5 -1.5zM3 16l5-5 4.5 4.5L16 12l5 4.5M14.5 9a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z',
  laser: 'M10 12a2 2 0 1 0 4 0a2 2 0 1 0 -4 0zM12 3v4M12 17v4M3 12h4M17 12h4M6 6l2.5 2.5M15.5 15.5 18 18M18 6l-2.5 2.5M8.5 15.5 6 18',
  undo: 'M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3',
  redo: 'M15 14l5-5-5-5M20 9H10a6 6 0 0 0 0 12h3'
} as const

export type BoardIconName = keyof typeof BOARD_ICONS
