/** How a call of the engine is answered: an error is one clean message, with the organization where there is one. */
import { type handleUnaryCall, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { DiffResponse, ErrorResourceInitFailed, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { PartialFailure } from "../provider/errors";
import type { ChangedPath } from "../provider/organization/changed-path";
import type { Comparison } from "../provider/organization/difference";
import { packOutputs } from "./message";

export function answer<Request, Response>(
  work: (request: Request) => Promise<Response> | Response,
  secretsOf: (request: Request) => readonly string[] = () => [],
): handleUnaryCall<Request, Response> {
  return async ({ request }, callback) => {
    try {
      callback(null, await work(request));
    } catch (error) {
      callback(failure(error, secretsOf(request)));
    }
  };
}

/** The engine reads any other code than UNKNOWN as a statement about the provider, and not about the resource. */
export function failure(error: unknown, secrets: readonly string[] = []): Partial<ServiceError> {
  const { message } = error as Error;
  const metadata = new Metadata();
  if (error instanceof PartialFailure) {
    const detail = new ErrorResourceInitFailed();
    detail.setId(error.id);
    detail.setProperties(packOutputs(JSON.parse(JSON.stringify(error.outputs)), secrets));
    detail.setReasonsList([message]);
    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const whole = new Status().setCode(status.UNKNOWN).setMessage(message).setDetailsList([packed]);
    metadata.set("grpc-status-details-bin", Buffer.from(whole.serializeBinary()));
  }
  return { code: status.UNKNOWN, details: message, metadata };
}

export function differenceMessage({ difference, paths }: Comparison): DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
  const { replaces = [], deleteBeforeReplace = false } = difference;
  const response = new DiffResponse();
  response.setChanges(difference.changes === false ? DIFF_NONE : DIFF_SOME);
  response.setReplacesList(replaces);
  response.setDeletebeforereplace(deleteBeforeReplace);
  // Which properties at all: the engine's JSON has them as the reasons.
  response.setDiffsList([...new Set(paths.map(({ path }) => path.replace(/\[.*/, "")))]);
  response.setHasdetaileddiff(true);
  for (const changed of paths) {
    const isReplaced = replaces.some((name) => changed.path.startsWith(name));
    response.getDetaileddiffMap().set(changed.path, new PropertyDiff().setKind(kindOf(changed, isReplaced)));
  }
  return response;
}

function kindOf({ kind }: ChangedPath, isReplaced: boolean): PropertyDiff.Kind {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
  const kinds = {
    add: [ADD, ADD_REPLACE],
    delete: [DELETE, DELETE_REPLACE],
    update: [UPDATE, UPDATE_REPLACE],
  } as const;
  return kinds[kind][isReplaced ? 1 : 0];
}
