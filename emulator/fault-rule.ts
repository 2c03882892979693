// A rule for faults as another process sends it.
import * as z from "zod";

const when = z.enum(["before", "after"]).optional();
const retryAfter = z.union([z.number(), z.string(), z.strictObject({ dateInSeconds: z.number() })]);
const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(200).max(599),
    code: z.string().optional(),
    message: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.enum(["documented", "innererror", "lowercaseCode", "empty", "html"]).optional(),
    retryAfter: retryAfter.optional(),
    when,
  }),
  z.strictObject({ kind: z.literal("delay"), ms: z.number().min(0) }),
  z.strictObject({ kind: z.literal("reset"), when }),
  z.strictObject({ kind: z.literal("hang"), when }),
  z.strictObject({ kind: z.enum(["truncated", "empty", "html", "wrongJson", "exchange"]) }),
  z.strictObject({ kind: z.literal("body"), body: z.json() }),
  z.strictObject({ kind: z.literal("merge"), body: z.record(z.string(), z.json()) }),
  z.strictObject({ kind: z.literal("redirect"), location: z.string(), status: z.int().min(300).max(399).optional() }),
]);

export const faultRuleSchema = z.strictObject({
  method: z.string().optional(),
  path: z.union([z.string(), z.instanceof(RegExp)]).optional(),
  times: z.union([z.int().min(1), z.literal("always"), z.literal(Number.POSITIVE_INFINITY)]).optional(),
  skip: z.int().min(0).optional(),
  fault: faultSchema,
});
