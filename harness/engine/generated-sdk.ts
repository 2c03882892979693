// The package of a language as `pulumi package add` writes it, made by the engine's own generator.
import { join } from "node:path";
import { ROOT } from "../root";
import { go } from "./go-build";

export async function generateSdk(language: "python" | "go", folder: string): Promise<void> {
  const schema = join(ROOT, "plugin", "schema.json");
  await go(["run", "-trimpath", "-mod=readonly", ".", schema, language, folder], "sdk-generator", process.env);
}
