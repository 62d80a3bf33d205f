/// <reference types="vitest/config" />
import { defineConfig } from "vite";

/** One classic script (global `ocopmap`), one style sheet, hashed names, and a manifest for the server. */
export default defineConfig({
  build: {
    target: "es2022",
    manifest: "manifest.json",
    cssCodeSplit: false,
    lib: { entry: "src/main.ts", formats: ["iife"], name: "ocopmap" },
    rolldownOptions: {
      output: {
        entryFileNames: "ocopmap.[hash].js",
        assetFileNames: "ocopmap.[hash][extname]",
      },
    },
  },
  test: { environment: "jsdom", include: ["tests/**/*.test.ts"] },
});
