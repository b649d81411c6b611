import inspector from 'node:inspector'

/**
 * Opens Node's inspector for this process. Function instances are its worker threads: VS Code (attach) and
 * chrome://inspect show each as a thread, and a breakpoint in a function's file holds its next call. Loopback only.
 * @param port 0 for any free one
 * @returns closes it
 */
export const openInspector = (port: number): (() => void) => {
  if (inspector.url() === undefined) inspector.open(port, '127.0.0.1')
  return () => inspector.close()
}
