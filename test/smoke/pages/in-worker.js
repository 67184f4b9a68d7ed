const worker = new Worker("worker.js", { type: "module" });
worker.onmessage = ({ data }) => {
  document.documentElement.dataset.answer = data;
};
worker.onerror = ({ message }) => {
  document.documentElement.dataset.answer = `worker: ${message}`;
};
