/** Sources as the page of a browser writes and reads them. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { IdentitySource } from "../../emulator";
import { readSourceLines, writeSourceLine } from "../../emulator/page/source-line";
import { domain, ids, tenant, wingtip } from "./client";

describe("emulator: sources on lines", () => {
  it("are read as they were, whatever they are", () => {
    const tenantOf = (tenantId: string) => (tenantId === ids.wingtip ? (wingtip as never) : undefined);
    const text = fc.oneof(fc.string(), fc.constantFrom("a.example", ids.wingtip, ids.nobody, "{", "a\nb"));
    const source = fc.oneof(
      fc.constantFrom(wingtip, tenant(ids.wingtip), tenant(ids.nobody), domain("a.example")),
      text.map((name) => domain(name)),
      fc.record(
        { "@odata.type": text, domainName: text, tenantId: text },
        { requiredKeys: ["@odata.type"], noNullPrototype: true },
      ),
    ) as fc.Arbitrary<IdentitySource>;
    fc.assert(
      fc.property(fc.array(source), (sources) => {
        const lines = sources.map((each) => writeSourceLine(each, tenantOf)).join("\r\n");
        assert.deepEqual(readSourceLines(lines, tenantOf), sources);
      }),
      { examples: [[[domain(" {")]], [[domain("a\n{")]]] },
    );
    assert.equal(writeSourceLine(wingtip, tenantOf), ids.wingtip);
    assert.equal(writeSourceLine(domain("a.example"), tenantOf), "a.example");
  });
});
