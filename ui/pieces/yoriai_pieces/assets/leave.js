// When another tab signs out, this one forgets what it shows and goes to the sign-in page.
// Streamlit may call a component many times; a module is evaluated once, so the listener lives here.
new BroadcastChannel("yoriai").onmessage = ({ data }) => {
  if (data !== "signed-out") return;
  document.body.replaceChildren();
  location.replace("/signin");
};

export default () => {};
