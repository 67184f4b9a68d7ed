// Files that are dropped anywhere on the page, and text that is pasted outside of a field.
import { signal } from "@preact/signals";
import { openFile } from "../store.js";

/** Whether something is being dragged over the window. */
export const isDragging = signal(false);

const looksLikeJSON = (text: string): boolean => /^\s*[[{]/.test(text);

/** Text from the clipboard, opened as a file. */
export function openText(text: string): void {
  const name = looksLikeJSON(text) ? "pasted.json" : "pasted.csv";
  void openFile(new File([text], name));
}

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes("Files") ?? false;

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}

/** Listens to the whole window; called once. The answer ends it. */
export function listenForFiles(): () => void {
  const end = new AbortController();
  const { signal: until } = end;
  let depth = 0; // of elements entered and not left
  const settle = (next: number): void => {
    depth = Math.max(0, next);
    isDragging.value = depth > 0;
    document.documentElement.classList.toggle("dragging", depth > 0);
  };
  const on = <K extends keyof WindowEventMap>(kind: K, hear: (event: WindowEventMap[K]) => void): void =>
    window.addEventListener(kind, hear, { signal: until });
  on("dragenter", (event) => {
    if (carriesFiles(event)) settle(depth + 1);
  });
  on("dragleave", (event) => {
    if (carriesFiles(event)) settle(depth - 1);
  });
  on("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    event.dataTransfer!.dropEffect = "copy";
  });
  on("drop", (event) => {
    settle(0);
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    void openFile(file);
  });
  on("paste", (event) => {
    if (isField(event.target)) return;
    const file = event.clipboardData?.files[0];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (file === undefined && text.trim() === "") return;
    event.preventDefault();
    if (text.trim() === "")
      void openFile(file!); // a spreadsheet also brings a picture of its cells
    else openText(text);
  });
  return () => {
    end.abort();
    settle(0);
  };
}
