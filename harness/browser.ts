// A headless Chromium, driven over the DevTools protocol on two pipes: no port, and no package for it.
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function findChromium({ CHROMIUM, PATH = "" }: NodeJS.ProcessEnv): string {
  if (CHROMIUM !== undefined) return CHROMIUM;
  const paths = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const found = paths.find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    "No Chromium is on PATH. Install one (Debian: apt-get install chromium), or name it in the variable CHROMIUM.",
  );
}

export interface Tab {
  /** Loads an address and waits until everything on the page is loaded. */
  open(url: string): Promise<void>;
  /** Evaluates an expression in the page; a promise is awaited. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** Evaluates again and again until the value is true. */
  until(expression: string): Promise<void>;
  press(key: "Tab" | "Enter"): Promise<void>;
  resize(width: number, height: number, scheme?: "light" | "dark"): Promise<void>;
  /** The whole page as PNG. */
  screenshot(): Promise<Buffer>;
  /** What the page's scripts and its policy complained about. */
  readonly complaints: readonly string[];
}

export interface Browser {
  newTab(): Promise<Tab>;
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

type Send = (method: string, params?: object) => Promise<Record<string, unknown>>;
type Listen = (method: string, heard: (params: Record<string, unknown>) => void) => void;

/** Messages end with a zero byte. */
function connect(child: ChildProcess) {
  const [output, input] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const waiting = new Map<number, { resolve(result: Record<string, unknown>): void; reject(error: Error): void }>();
  const listeners: {
    sessionId: string | undefined;
    method: string;
    heard: (params: Record<string, unknown>) => void;
  }[] = [];
  let [last, rest] = [0, ""];
  const receive = ({ id, method, sessionId, params = {}, result = {}, error }: Message) => {
    if (id === undefined) {
      for (const each of listeners) if (each.method === method && each.sessionId === sessionId) each.heard(params);
      return;
    }
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error.message));
    waiting.delete(id);
  };
  input.setEncoding("utf8").on("data", (text: string) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop() ?? "";
    for (const message of messages) receive(JSON.parse(message) as Message);
  });
  child.once("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("Chromium ended."));
  });
  return (sessionId?: string): { send: Send; listen: Listen } => ({
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        output.write(`${JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) })}\0`);
      }),
    listen: (method, heard) => listeners.push({ sessionId, method, heard }),
  });
}

async function prepareTab(send: Send, listen: Listen): Promise<Tab> {
  const complaints: string[] = [];
  let loaded = () => {};
  listen("Page.loadEventFired", () => loaded());
  listen("Log.entryAdded", ({ entry }) => complaints.push((entry as { text: string }).text));
  listen("Runtime.exceptionThrown", ({ exceptionDetails }) => complaints.push(JSON.stringify(exceptionDetails)));
  for (const domain of ["Page", "Runtime", "Log"]) await send(`${domain}.enable`);
  const evaluate = async <Value>(expression: string): Promise<Value> => {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await send("Runtime.evaluate", options);
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value: Value }).value;
  };
  return {
    complaints,
    evaluate,
    open: async (url) => {
      const done = new Promise<void>((resolve) => {
        loaded = resolve;
      });
      const { errorText } = await send("Page.navigate", { url });
      if (errorText !== undefined) throw new Error(`${url}: ${String(errorText)}`);
      await done;
    },
    until: async (expression) => {
      for (;;) {
        // A page that is just left has no value to give.
        if (await evaluate<boolean>(expression).catch(() => false)) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    press: async (key) => {
      const windowsVirtualKeyCode = { Tab: 9, Enter: 13 }[key];
      const event = { key, code: key, windowsVirtualKeyCode, ...(key === "Enter" && { text: "\r" }) };
      for (const type of ["keyDown", "keyUp"]) await send("Input.dispatchKeyEvent", { type, ...event });
    },
    resize: async (width, height, scheme = "light") => {
      const features = [{ name: "prefers-color-scheme", value: scheme }];
      await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
      await send("Emulation.setEmulatedMedia", { features });
    },
    screenshot: async () => {
      const { data } = await send("Page.captureScreenshot", { captureBeyondViewport: true });
      return Buffer.from(String(data), "base64");
    },
  };
}

export async function openBrowser(): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "connectedorgs-browser-"));
  // Chromium has no sandbox as root or in a container; it sees pages of this repository only.
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", `--user-data-dir=${profile}`];
  const child = spawn(findChromium(process.env), [...args, "--remote-debugging-pipe", "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  const session = connect(child);
  const { send } = session();
  return {
    newTab: async () => {
      const { targetId } = await send("Target.createTarget", { url: "about:blank" });
      const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
      const tab = session(String(sessionId));
      return prepareTab(tab.send, tab.listen);
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      await send("Browser.close").catch(() => child.kill("SIGKILL"));
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
