/**
 * The plugin `pulumi-resource-connectedorgs`: the door for every Pulumi language. The engine starts it with its own
 * address, and reads from the first line that it prints on which port it listens.
 */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { createCalls } from "../provider/calls";
import { Engine } from "./engine";
import { createService } from "./service";

const [address] = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
// The state of an estate may be larger than what the library allows for one message.
const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(ResourceProviderService, createService(createCalls(), new Engine(address)));
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
