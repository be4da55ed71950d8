// What every component builds with. Text enters as text only: no markup is ever parsed from data.

export function el(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child != null && child !== ""));
  return element;
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
