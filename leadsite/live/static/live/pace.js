// How often a page may be asked for: a few times at once after a quiet time, then one every so often, and more
// seldom what costs much.
export class Pace {
  constructor(most, every) {
    Object.assign(this, { most, every, left: most, counted: performance.now(), rests: 0, later: 0 });
  }

  // Milliseconds until it may be asked for.
  wait() {
    const now = performance.now();
    this.left = Math.min(this.most, this.left + (now - this.counted) / this.every);
    this.counted = now;
    return Math.max(0, (1 - this.left) * this.every, this.rests - now, this.later - now);
  }

  spend() {
    this.wait();
    this.left -= 1;
  }

  rest(milliseconds) {
    this.rests = Math.max(this.rests, performance.now() + milliseconds);
  }

  // Others show what is new meanwhile.
  putOff(milliseconds) {
    this.later = performance.now() + milliseconds;
  }

  dueNow() {
    this.later = 0;
  }

  // Somebody looks again, or nothing else will show it: at once.
  hurry() {
    this.left = Math.max(this.left, 1);
    this.rests = this.later = 0;
  }
}
