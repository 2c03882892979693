/** What a look-up waits for, in the plugin's own process. */
import assert from "node:assert/strict";
import type { sendUnaryData, UntypedServiceImplementation } from "@grpc/grpc-js";
import { InvokeRequest, type InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { createEmulator, type Listener } from "../../emulator";
import { Engine } from "../../plugin/engine";
import { pack } from "../../plugin/message";
import { createService } from "../../plugin/service";
import { createCalls } from "../../provider/calls";
import type { Values } from "../../provider/organization/recorded";
import { waits } from "../../provider/waits";

type Invoke = (call: { request: InvokeRequest }, callback: sendUnaryData<InvokeResponse>) => unknown;

describe("a look-up in the plugin", () => {
  const patient: { silence: number } = waits;
  const { silence } = waits;
  const interrupts = process.rawListeners("SIGINT");
  let listener: Listener;
  let said: [urn: string, line: string][];
  let invoke: (name: string, query: Values) => Promise<unknown>;

  before(async () => {
    patient.silence = 0;
    const identitySources = [{ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName: "contoso.example" }];
    const emulator = createEmulator({ seed: { organizations: [{ displayName: "Contoso", identitySources }] } });
    listener = await emulator.listen();
  });
  after(async () => {
    patient.silence = silence;
    await listener.close();
  });
  beforeEach(() => {
    said = [];
    const calls = createCalls();
    const settings: Values = { graphEndpoint: listener.url, authorityHost: listener.url, accessToken: "token" };
    calls.configure((key) => settings[key.replace("connectedorgs:", "")] as string | undefined);
    const engine = Object.assign(new Engine(undefined), { say: (...line: (typeof said)[number]) => said.push(line) });
    const service: UntypedServiceImplementation = createService(calls, engine);
    invoke = (name, query) =>
      new Promise((resolve, reject) => {
        const request = new InvokeRequest().setTok(`connectedorgs:index:${name}`).setArgs(pack(query));
        (service["invoke"] as Invoke)({ request }, (error, response) => (error ? reject(error) : resolve(response)));
      });
  });
  afterEach(() => {
    // Each one listens until its process ends.
    for (const stop of process.rawListeners("SIGINT")) {
      if (!interrupts.includes(stop)) process.off("SIGINT", stop as () => void);
    }
  });

  const lookUps: readonly [name: string, query: Values][] = [
    ["getConnectedOrganization", { displayName: "Contoso" }],
    ["getConnectedOrganizations", {}],
    ["getTenant", { domainName: "wingtiptoys.com" }],
  ];
  for (const [name, query] of lookUps) {
    it(`tells the stack what ${name} waits for`, async () => {
      await invoke(name, query);
      assert.deepEqual(said, [["", "looking up connected organizations: waiting for Graph to answer, 0 s so far"]]);
    });
  }
});
