// When a desk asks what is new: as soon as the live channel says so, and now and then by itself.
import { flush, listen } from "./outbox.js";

const EVERY = 3000;
const EVERY_WHILE_LIVE = 20000; // for what was not heard
const PARTS = new Set(["lines", "agenda"]); // at the agenda it is said who sits there

export function watch(desk) {
  let askedAt = 0;
  const ask = () => {
    askedAt = Date.now();
    desk.look();
  };
  const hear = ({ detail }) => {
    if (detail?.conference === desk.sheet?.conference && PARTS.has(detail.part)) ask();
  };
  const quiet = listen(() => desk.draw());
  const tick = () => {
    if (!desk.root.isConnected) {
      clearInterval(clock);
      removeEventListener("yoriai:live", hear);
      quiet();
      return flush();
    }
    const wait = globalThis.yoriaiLive ? EVERY_WHILE_LIVE : EVERY;
    return document.hidden || Date.now() - askedAt < wait - EVERY / 2 ? undefined : ask();
  };
  addEventListener("yoriai:live", hear);
  const clock = setInterval(tick, EVERY);
}
