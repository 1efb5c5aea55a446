// The only script that blocks: sets the theme before anything is painted.
(() => {
  const show = () => {
    let theme = "system";
    try { theme = JSON.parse(localStorage.getItem("holdfast.theme")) ?? theme; } catch { /* nothing kept */ }
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  show();
  addEventListener("storage", event => { if (event.key === "holdfast.theme") show(); });
  addEventListener("holdfast:theme", show);
})();
