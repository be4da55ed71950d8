// The conference goes on while somebody is in the middle of a line: the line is finished where it was begun.
const PAUSE = 8000; // so long after the last key nobody is in the middle of a line

export class Onward {
  constructor(desk) {
    this.desk = desk;
    this.typedAt = 0;
  }

  get isMidLine() {
    const { box } = this.desk;
    return document.activeElement === box && box.value.trim() !== "" && Date.now() - this.typedAt < PAUSE;
  }

  // Whether another item has to wait for the end of this line.
  holds(data, key) {
    const { desk } = this;
    const isOther = desk.key !== undefined && key !== desk.key;
    this.waiting = isOther && this.isMidLine ? data : undefined;
    if (this.waiting) this.await();
    return Boolean(this.waiting);
  }

  await() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.isMidLine ? this.await() : this.go()), PAUSE);
    this.desk.draw();
  }

  // The line is finished, or was left.
  go() {
    clearTimeout(this.timer);
    const data = this.waiting;
    this.waiting = undefined;
    this.typedAt = 0;
    if (data) this.desk.show(data);
  }
}
