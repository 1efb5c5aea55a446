// Signing in: the page, and the dialog for when a session ended while somebody was working.

import {h, fill} from "./dom.js";
import {signIn} from "./api.js";
import {page, query, safePath} from "./state.js";
import {busy, button, dialog} from "./ui.js";
import {field} from "./field.js";

/** The page `/sign-in?next=`. */
export function SignIn(main) {
  const next = safePath(query().next) ?? page("/");
  fill(main, h("div", {class: "sign-in card"}, h("h1", "Sign in"), signInForm(() => location.replace(next)),
    h("p", {class: "hint"}, "The first administrator’s password was printed where the server was started.")));
}

/** Asks for the password in a dialog; true when signed in again. */
export function signInAgain() {
  return new Promise(decide => {
    let isIn = false;
    const element = dialog({
      title: "You were signed out", size: "small", onClose: () => decide(isIn),
      body: [h("p", "Sign in to go on; your changes are kept."), signInForm(() => { isIn = true; element.close(); })],
    });
  });
}

function signInForm(done) {
  const email = field({name: "email", label: "E-mail", type: "email", required: true, autocomplete: "username"});
  const password = field({name: "password", label: "Password", type: "password", required: true, autocomplete: "current-password"});
  const show = field({name: "show", label: "Show password", type: "checkbox"});
  const problem = h("p", {class: "error", role: "alert"});
  const submit = button("Sign in", {kind: "primary", type: "submit"});
  show.input.addEventListener("change", () => { password.input.type = show.value ? "text" : "password"; });
  return h("form", {novalidate: true, class: "form", on: {submit: async event => {
    event.preventDefault();
    problem.textContent = "";
    const wrong = [email, password].filter(one => one.check());
    if (wrong.length) return wrong[0].input.focus();
    try {
      await busy(submit, signIn(email.value.trim(), password.value), "Signing in…");
      done();
    } catch (error) {
      problem.textContent = words(error);
      password.input.select();
    }
  }}}, email.element, password.element, show.element, problem, submit);
}

function words(error) {
  if (error.status === 401) return "E-mail or password is wrong.";
  if (error.status === 429) return `Too many attempts. Try again in ${error.retryAfter} s.`;
  return error.code === "network" ? "Cannot reach the server." : `The server answered: ${error.message}.`;
}
