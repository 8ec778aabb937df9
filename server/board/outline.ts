import { getStroke } from 'perfect-freehand'
import simplify from 'simplify-js'
import { PLAIN_PRESSURE } from '../classroom/ink.ts'
import type { InkPoint } from '../classroom/ink.ts'

/** How far a point may lie beside the line that replaces it, in units: half a pixel on a sheet 1600 wide. */
const TOLERANCE = 2
/** How far apart points are left at least, in units: the outline rounds a corner by a third of this. */
const RUN = 48
const PRESSURE_MAX = 255

/** The points that a line needs to look as it was drawn: thinned out, the first and the last kept. */
export function thinned (points: readonly InkPoint[]): InkPoint[] {
  const kept: InkPoint[] = []
  let run: InkPoint[] = []
  let length = 0
  for (const point of points) {
    const last = run.at(-1)
    length += last === undefined ? 0 : Math.hypot(point.x - last.x, point.y - last.y)
    run.push(point)
    if (length < RUN) continue
    kept.push(...simplify(run, TOLERANCE, true).slice(0, -1) as InkPoint[])
    run = [point]
    length = 0
  }
  kept.push(...simplify(run, TOLERANCE, true) as InkPoint[])
  return kept.filter((point, i) => i === 0 || point.x !== kept[i - 1]?.x || point.y !== kept[i - 1]?.y)
}

/**
 * The outline of a stroke as an SVG path, wider where the pen pressed. Points are not smoothed by what comes after
 * them, so that a line drawn in pieces looks like the whole.
 */
export function outlinePath (points: readonly InkPoint[], width: number): string {
  const pressed = points.some(({ pressure }) => pressure !== PLAIN_PRESSURE)
  const outline = getStroke(points.map(({ x, y, pressure }) => [x, y, pressure / PRESSURE_MAX]), {
    size: width, thinning: pressed ? 0.6 : 0, smoothing: 0.5, streamline: 0, simulatePressure: false, last: true
  }) as Array<[number, number]>
  return closedCurve(outline)
}

/** A closed curve through the middles between points, each point pulling at it. */
function closedCurve (points: Array<[number, number]>): string {
  const [first] = points
  if (first === undefined) return ''
  const parts = points.map(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length] as [number, number]
    return `${short(x)} ${short(y)} ${short((x + nextX) / 2)} ${short((y + nextY) / 2)}`
  })
  const [lastX, lastY] = points.at(-1) as [number, number]
  return `M${short((first[0] + lastX) / 2)} ${short((first[1] + lastY) / 2)}Q${parts.join(' ')}Z`
}

function short (n: number): string {
  return String(Math.round(n * 10) / 10)
}
