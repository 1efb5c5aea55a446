// What a script adds to the customer's pages: the reader's own time, amounts as people write them, copying, printing, news.

const {locale, currency} = document.body.dataset;
const say = text => { document.getElementById("said").textContent = text; };

function formatter(make) {
  try { return make(locale); } catch { return make("en"); }
}

const times = formatter(tag => new Intl.DateTimeFormat(tag, {dateStyle: "long", timeStyle: "short"}));
const days = formatter(tag => new Intl.DateTimeFormat(tag, {dateStyle: "long"}));
for (const time of document.querySelectorAll("time")) {
  time.textContent = (time.className === "day" ? days : times).format(new Date(time.dateTime));
}

const amounts = formatter(tag => new Intl.NumberFormat(tag, {style: "currency", currency, minimumFractionDigits: 2}));
for (const amount of document.querySelectorAll("data.money")) {
  // The decimal text, so that no digit is lost on the way.
  amount.textContent = amounts.format(amount.value);
}

for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    say(`Copied ${button.dataset.copy}`);
    button.textContent = "Copied";
  });
}

const print = document.getElementById("print");
print.hidden = false;
print.addEventListener("click", () => window.print());

let hiddenAt = null;
document.addEventListener("visibilitychange", () => {
  if (document.hidden) hiddenAt = Date.now();
  else if (hiddenAt && Date.now() - hiddenAt > 60_000) location.reload();
});
