// One line of the minutes in this browser, and the batches in which it goes to the server.

export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const client = uuid(); // made anew with every load of the page
const began = Date.now();
let seq = 0;

// A line as it stands in this browser; told is what the server has of it, base the revision it was typed on.
export class Line {
  constructor({ id = uuid(), who, conference, item, text = "", kind, speaker = "", base = 0 }) {
    Object.assign(this, { id, who, conference, item, text, kind, speaker, base });
    this.told = { text: base ? text : "", kind, speaker };
    this.finish = false;
    this.isKept = base > 0;
    this.branch = 0;
    this.refused = "";
    this.heard = 0;
    this.change = 0;
    this.unanswered = null;
    this.drafted = null;
    this.left = this.origin = null;
  }

  // As an earlier page of this person left it behind: it goes out once more under its own number.
  static of(batch) {
    const { line, who, conference, item, text, kind, speaker, base, finished } = batch;
    const made = new Line({ id: line, who, conference, item, text, kind, speaker, base });
    return Object.assign(made, { told: {}, finish: finished, left: batch, origin: batch });
  }

  get isDirty() {
    const { text, kind, speaker } = this.told;
    if (!this.isKept && !this.text) return false;
    return this.finish || this.text !== text || this.kind !== kind || this.speaker !== speaker;
  }

  // The same batch again while nothing was typed since a try that got no answer: the server knows it by its number.
  batch() {
    this.unanswered = this.left ?? this.draft();
    return this.unanswered;
  }

  draft() {
    const { id, who, conference, item, base, text, kind, speaker, finish } = this;
    const made = { who, conference, item, line: id, client, base, text, kind, speaker, finished: finish };
    const last = this.drafted;
    const isSame = last && ["text", "kind", "speaker", "finished"].every((name) => last[name] === made[name]);
    if (!isSame) this.drafted = { ...made, seq: ++seq, began };
    return this.drafted;
  }

  hear(batch, { saved, change, head, branch }) {
    if (this.unanswered === batch) this.unanswered = null;
    if (this.left === batch) this.left = null;
    this.change = Math.max(this.change, change);
    if (batch.client === client && batch.seq < this.heard) return;
    if (batch.client === client) this.heard = batch.seq;
    this.told = { text: batch.text, kind: batch.kind, speaker: batch.speaker };
    if (batch.finished) this.finish = false;
    if (head) this.base = saved;
    this.branch = branch ? saved : 0;
    this.isKept = true;
  }

  // What the server has now, where nothing of ours is on its way.
  adopt({ text, kind, speaker, revision }) {
    Object.assign(this, { text, kind, speaker, base: revision, branch: 0, isKept: true, drafted: null, told: { text, kind, speaker } });
  }
}
