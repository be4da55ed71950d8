// When another tab signs out, this one forgets what it shows and goes to the sign-in page.
// Streamlit may call a component many times; a module is evaluated once, so the listener lives here.
new BroadcastChannel("yoriai").onmessage = ({ data }) => {
  if (data?.signedOut === undefined) return;
  document.body.replaceChildren();
  location.replace("/signin");
};

// Lines of the minutes that an earlier page could not send (draft.js) go out from whichever page is opened next.
const sendLeft = async () => {
  const stores = await indexedDB.databases();
  if (!stores.some(({ name }) => name === "yoriai-minutes")) return;
  const { ready } = await import("./outbox.js");
  await ready();
};
globalThis.indexedDB?.databases && sendLeft();

export default () => {};
