/// <reference types="vitest/config" />
import { defineConfig } from "vite";

/** The bundles are described in build.mjs; this is what the tests need. */
export default defineConfig({
  test: { environment: "jsdom", isolate: false, include: ["tests/**/*.test.ts"] },
});
