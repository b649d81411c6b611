/** Middle value; half of the runs were faster. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low, high] =
    sorted.length % 2 === 0 ? [sorted[middle - 1], sorted[middle]] : [sorted[middle], sorted[middle]]
  return ((low ?? 0) + (high ?? 0)) / 2
}

/** Real milliseconds that each of `times` runs of `work` takes, one after the other. */
export const timings = async (times: number, work: () => Promise<unknown>): Promise<readonly number[]> => {
  const measured: number[] = []
  for (let run = 0; run < times; run++) {
    const began = performance.now()
    await work()
    measured.push(performance.now() - began)
  }
  return measured
}
