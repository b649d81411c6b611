/** A finger or the mouse on an element; distances in px from where it was put down. */
export interface Drag {
  /** It was put down; false leaves the rest to others. */
  begin(point: { readonly x: number; readonly y: number }): boolean
  /** Asked once, when it has moved far enough to tell: whether this movement is meant for the element. */
  claims(dx: number, dy: number): boolean
  move(dx: number, dy: number): void
  /** Let go after it was claimed. */
  end(dx: number, dy: number): void
}
