import { expect, test } from "vitest";
import { bytesOf } from "../../src/shared/base64";

test("every byte comes back", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  expect(bytesOf(btoa(String.fromCharCode(...bytes)))).toEqual(bytes);
  expect(bytesOf("")).toHaveLength(0);
});
