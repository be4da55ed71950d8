// What every component builds with. Text enters as text only: no markup is ever parsed from data.

export function el(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child != null && child !== ""));
  return element;
}

export function button(label, act, className = "do") {
  const made = el("button", className, label);
  return Object.assign(made, { type: "button", onclick: act });
}

// A body's tag and full name, always together and in its own colour.
export function chip({ key, sign, short, name, solid }) {
  const mark = el("i", "", sign);
  mark.setAttribute("aria-hidden", "true");
  const tag = el("span", `yo-code b-${key}${solid ? " solid" : ""}`, mark, short);
  return el("span", "yo-chip", tag, el("span", `yo-body b-${key}`, name));
}

// A real link inside this site: a plain click calls open(href), any other click is the browser's.
export function link(href, open, ...children) {
  const anchor = el("a", "", ...children);
  if (new URL(href, document.baseURI).origin !== location.origin) return anchor;
  anchor.href = href;
  anchor.onclick = (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(href);
  };
  return anchor;
}

// A component made of such links: drawn anew only when its data change, and the focus stays where it was.
// content(data, open) gives its parts.
export function linked(className, content) {
  return ({ data, parentElement, setTriggerValue }) => {
    const root = rootIn(parentElement, className);
    root.open = (href) => setTriggerValue("open", href);
    root.onkeydown = move;

    const drawn = JSON.stringify(data);
    if (root.drawn === drawn) return;
    root.drawn = drawn;
    keepingFocus(root, () => root.replaceChildren(...content(data, (href) => root.open(href))));
  };
}

function rootIn(parent, className) {
  const found = parent.querySelector(`:scope > .${className}`);
  if (found) return found;
  const root = el("div", `yo ${className}`);
  root.lang = "ja";
  parent.append(root);
  return root;
}

// Arrows, Home and End move between the links in reading order; with Alt, Ctrl and the like a key is the browser's.
function move(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const links = [...event.currentTarget.querySelectorAll("a[href]")];
  const here = links.indexOf(event.target);
  const [before, after, last] = [here - 1, here + 1, links.length - 1];
  const to = { ArrowUp: before, ArrowLeft: before, ArrowDown: after, ArrowRight: after, Home: 0, End: last }[event.key];
  if (here < 0 || to === undefined) return;
  event.preventDefault();
  links[to]?.focus();
}

// New content takes the old one's place: focus stays on the same link, or on the one that took its place.
function keepingFocus(root, redraw) {
  const place = () => [...root.querySelectorAll("a[href]")];
  const before = place();
  const here = before.indexOf(document.activeElement);
  redraw();
  if (here < 0) return;
  const after = place();
  const href = before[here].href;
  (after.find((anchor) => anchor.href === href) ?? after[Math.min(here, after.length - 1)])?.focus({ preventScroll: true });
}
