// A failed call to the dynamic-provider process, with the object that exists despite the failure.
import type { ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";

export interface PartialFailure {
  id: string;
  properties: Record<string, unknown>;
  reasons: string[];
}

export class HostError extends Error {
  constructor(
    readonly method: string,
    /** gRPC status: 2 is an ordinary error, 4 an exceeded deadline. */
    readonly status: number,
    message: string,
    readonly partial: PartialFailure | undefined,
  ) {
    super(message);
    this.name = "HostError";
  }
}

export function hostError(method: string, error: ServiceError): HostError {
  return new HostError(method, error.code, error.details, partialFailureOf(error));
}

function partialFailureOf(error: ServiceError): PartialFailure | undefined {
  const packed = error.metadata.get("grpc-status-details-bin")[0];
  if (!(packed instanceof Uint8Array)) {
    return undefined;
  }
  const detail = Status.deserializeBinary(packed).getDetailsList()[0];
  const failure = detail && ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return (
    failure && {
      id: failure.getId(),
      properties: failure.getProperties()?.toJavaScript() ?? {},
      reasons: failure.getReasonsList(),
    }
  );
}
