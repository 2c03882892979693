// The heap that each organization read leaves in the process of the dynamic provider, without an engine. The peak of a
// process says more about when its garbage is collected.
import { createEmulator } from "../emulator";
import { type DynamicHost, type Properties, startDynamicHost } from "../harness/host/dynamic-host";
import { shim } from "../sdk/shim";
import { argumentsOf, declare, seedFor } from "./declared";

const FIRST = 100;
const ALL = 1000;
const AT_ONCE = 8;
const DEADLINE_MS = 60_000;
const bare =
  "exports.handler=()=>({check:async(olds,news)=>({inputs:news}),create:async(inputs)=>({id:inputs.displayName,outs:inputs}),read:async(id,props)=>({id,props})});";

// The host runs any provider text, so one that collects garbage and reports the heap needs no hook.
const tellHeap = `
  require("node:v8").setFlagsFromString("--expose-gc");
  const collect = require("node:vm").runInNewContext("gc");
  const check = async () => { collect(); return { inputs: { bytes: process.memoryUsage().heapUsed } }; };
  exports.handler = () => ({ check });`;

interface Created {
  readonly id: string;
  readonly properties: Properties;
}

/** @param folder holds the installed package */
export async function measureHeap(folder: string): Promise<Record<"ours" | "floor", number>> {
  return { ours: await bytesPerOrganization(folder, shim), floor: await bytesPerOrganization(folder, bare) };
}

async function bytesPerOrganization(folder: string, provider: string): Promise<number> {
  const emulator = createEmulator({ seed: seedFor(ALL, 0) });
  const listener = await emulator.listen();
  const creator = await startHost(folder, listener.url);
  const declared = declare(ALL).map((one) => ({ ...argumentsOf(one), __provider: provider }));
  const created = await inGroups(declared, async (args) => {
    const { inputs } = await creator.check({}, args);
    return await creator.create(inputs);
  });
  await creator.stop();
  const reader = await startHost(folder, listener.url);
  const read = ({ id, properties }: Created) => reader.read(id, properties);
  await inGroups(created.slice(0, FIRST), read);
  const before = await heapOf(reader);
  await inGroups(created.slice(FIRST), read);
  const after = await heapOf(reader);
  await reader.stop();
  await listener.close();
  return (after - before) / (ALL - FIRST);
}

async function startHost(folder: string, url: string): Promise<DynamicHost> {
  const env = {
    CONNECTEDORGS_ACCESS_TOKEN: "emulator",
    CONNECTEDORGS_GRAPH_ENDPOINT: url,
    CONNECTEDORGS_AUTHORITY_HOST: url,
  };
  const host = await startDynamicHost({ folder, env, deadlineMs: DEADLINE_MS });
  await host.configure();
  return host;
}

async function inGroups<Item, Answer>(items: readonly Item[], work: (item: Item) => Promise<Answer>) {
  const answers: Answer[] = [];
  for (let first = 0; first < items.length; first += AT_ONCE) {
    answers.push(...(await Promise.all(items.slice(first, first + AT_ONCE).map(work))));
  }
  return answers;
}

async function heapOf(host: DynamicHost): Promise<number> {
  const { inputs } = await host.check({}, { __provider: tellHeap });
  return Number(inputs["bytes"]);
}
