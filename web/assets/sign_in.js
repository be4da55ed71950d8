// Sample accounts become buttons that fill the login; without this file they are a list to copy from.
const login = document.getElementById("login");
const password = document.getElementById("password");

for (const row of document.querySelectorAll("[data-login]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...row.childNodes);
  button.addEventListener("click", () => {
    login.value = row.dataset.login;
    password.focus();
  });
  row.append(button);
}
