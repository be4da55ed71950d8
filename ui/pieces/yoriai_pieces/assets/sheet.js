// The lines of one item as this browser knows them: what the server told, what is on its way, and the one in the hand.
import { Line } from "./line.js";
import { ask, leftOf, put, ready } from "./outbox.js";

const MOST_UNDONE = 20;

export class Sheet {
  constructor({ who, conference, item }) {
    Object.assign(this, { who, conference, item, change: 0, isRead: false, hides: false, stored: new Map(), own: new Map(), done: [] });
    this.current = this.begin();
    this.draft = this.current;
  }

  begin({ kind = "unsorted", speaker = "" } = {}) {
    const line = new Line({ who: this.who, conference: this.conference, item: this.item, kind, speaker });
    this.own.set(line.id, line);
    return line;
  }

  get isCorrecting() {
    return this.current !== this.draft;
  }

  // Kept from the screen while ご本人・ご家族 sit here; the one that is being typed now is its writer's to see.
  isHidden({ id, kind, hidden }) {
    return Boolean(hidden) || (this.hides && kind === "assessment" && id !== this.current.id);
  }

  // What this browser has of a line, where the server did not tell of it yet.
  ours({ id, change }) {
    const line = this.own.get(id);
    const isNewer = line && (line.isDirty || line.refused || (line.change > change && !line.branch));
    return isNewer ? line : undefined;
  }

  // A line of the list comes into the hand; what was in the hand goes on its way.
  turnTo(id) {
    const row = this.stored.get(id);
    if (!row && !this.own.has(id)) return;
    if (row?.hidden && id !== this.current.id) return;
    this.leave();
    if (row && !this.own.has(id)) this.own.set(id, new Line({ ...this, ...row, base: row.revision }));
    this.current = this.own.get(id);
    this.current.isTouched = false;
  }

  turnBack() {
    this.leave();
    this.current = this.draft;
  }

  leave() {
    if (this.isCorrecting && this.current.isTouched) this.current.finish = true;
    put(this.current, true);
  }

  finish(next) {
    if (this.isCorrecting) return this.turnBack();
    this.current.finish = true;
    put(this.current, true);
    this.current = this.draft = this.begin(next);
  }

  // Several lines at once, each a line of its own, in their order; with the kind and the speaker of the one in the hand.
  addAll(lines) {
    const { kind, speaker } = this.current;
    for (const line of lines) {
      Object.assign(this.current, { kind }, line);
      this.finish({ kind, speaker });
    }
    Object.assign(this.current, { kind: "unsorted", speaker: "" });
  }

  // What the server says of a line. Ours stands while it is on its way or waits for somebody to choose.
  take(row) {
    const line = this.own.get(row.id);
    if (line && row.change < line.change) return; // an answer that was overtaken by a later one
    if (row.removed) this.stored.delete(row.id);
    else this.stored.set(row.id, row);
    if (!line || line.isDirty || line.unanswered || line.refused) return;
    if (row.hidden) return this.putAway(line);
    if (row.removed) this.own.delete(row.id);
    else if (!row.branches.some(({ revision }) => revision === line.branch)) line.adopt(row);
    if (row.removed && line === this.current) this.current = this.draft = this.begin();
  }

  // Its text does not stay behind in this browser either, but for what is being typed at this moment.
  putAway(line) {
    if (line === this.current && line.isTouched) return;
    this.own.delete(line.id);
    if (line === this.draft) this.draft = this.begin();
    if (!this.own.has(this.current.id)) this.current = this.draft;
  }

  // The kind and the speaker that a sorting gave: also to lines whose letters are still on their way.
  sorted({ lines, kind, speaker }) {
    for (const id of lines) {
      const line = this.own.get(id);
      if (!line) continue;
      const given = { ...(kind ? { kind } : {}), ...(speaker === undefined ? {} : { speaker }) };
      Object.assign(line, given);
      Object.assign(line.told, given);
    }
  }

  // Lines of which the server knows nothing yet get it with their letters; the ids of the others.
  sortFresh(rows, given) {
    const isKnown = ({ id }) => this.stored.has(id) || this.own.get(id).isKept;
    for (const { id } of rows.filter((row) => !isKnown(row))) put(Object.assign(this.own.get(id), given));
    return rows.filter(isKnown).map(({ id }) => id);
  }

  remember(undo) {
    this.done.push(undo);
    this.done.splice(0, this.done.length - MOST_UNDONE);
  }

  // After the page was loaded anew, the line that was being written is in the hand again.
  resume() {
    const last = this.rows().at(-1);
    if (this.isRead || !last?.own || last.finished || last.branches.length || this.current.text) return;
    this.turnTo(last.id);
    this.draft = this.current;
  }

  rows() {
    return [...this.stored.values()].sort((one, other) => one.position - other.position);
  }

  // Lines of this browser that the server has not told of yet.
  onTheWay() {
    const fresh = [...this.own.values()].filter(({ id, text }) => text && !this.stored.has(id));
    return fresh.map(({ id, text, kind, speaker }) => ({ id, text, kind, speaker, began: "", finished: true, branches: [] }));
  }

  async readAll() {
    while (this.isAsked) {
      this.isAsked = false;
      await this.read();
    }
  }

  async read() {
    await ready();
    for (const line of leftOf(this)) if (!this.own.has(line.id)) this.own.set(line.id, line);
    const path = `/minutes/lines/${this.conference}?item=${this.item}&since=${this.change}&hid=${Number(this.hides)}&who=${this.who}`;
    const { table, refused } = await ask(path);
    this.refused = refused ?? "";
    if (!table) return;
    this.hides = table.hides;
    for (const row of table.lines) this.take(row);
    this.change = Math.max(this.change, table.change);
    this.resume();
    this.isRead = true;
  }
}
