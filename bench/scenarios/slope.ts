/** How fast `y` grows with `x`: the slope of the line of least squares. NaN where `x` does not vary. */
export function slope (x: number[], y: number[]): number {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const middle = { x: mean(x), y: mean(y) }
  let over = 0
  let under = 0
  x.forEach((value, index) => {
    over += (value - middle.x) * (y[index]! - middle.y)
    under += (value - middle.x) ** 2
  })
  return over / under
}
