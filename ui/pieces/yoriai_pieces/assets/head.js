// Another item or record begins at its head: the page is drawn in place, so its pane would stay where the last one was.
// Streamlit may make the component anew at each drawing; a module is evaluated once, so what was shown lives here.
const shown = new Map();

export default ({ data: { mark, pane } }) => {
  if (shown.get(pane) === mark) return;
  shown.set(pane, mark);
  const part = document.querySelector(pane);
  if (!part) return;
  part.scrollTop = 0;
  // What is drawn after this may put the pane back where it was.
  requestAnimationFrame(() => (part.scrollTop = 0));
};
