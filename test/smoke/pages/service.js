// ?workers=auto, or a number.
const asked = new URLSearchParams(location.search).get("workers") ?? "auto";
navigator.serviceWorker.onmessage = ({ data }) => {
  document.documentElement.dataset.answer = data;
};
await navigator.serviceWorker.register("in-service.js", { type: "module" });
const { active } = await navigator.serviceWorker.ready;
active.postMessage(asked === "auto" ? asked : Number(asked));
