/** Test results added up over several tools; the closing line is the same everywhere: `N passed, N failed, N skipped`. */
export function createCount() {
  const total = { passed: 0, failed: 0, skipped: 0 };
  return {
    total,
    /** @param {{ passed?: number, failed?: number, skipped?: number }} more */
    add(more) {
      total.passed += more.passed ?? 0;
      total.failed += more.failed ?? 0;
      total.skipped += more.skipped ?? 0;
    },
    line() {
      const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
      return `${total.passed} passed, ${total.failed} failed${skipped}`;
    },
  };
}
