/** The same stopwatch for ohosrun and node: lines that the benchmark reads. */

/**
 * @param {number} samples how many to take
 * @param {() => unknown} warmUp what comes before the first
 * @param {() => unknown} sample what is timed
 */
export async function measure(samples, warmUp, sample) {
  await warmUp();
  console.log('warm');
  for (let i = 0; i < samples; i++) {
    const started = Date.now();
    await sample();
    console.log(`sample ${Date.now() - started}`);
  }
}

/** @param {boolean} condition @param {string} what */
export function check(condition, what) {
  if (!condition) throw new Error(`not what was expected: ${what}`);
}
