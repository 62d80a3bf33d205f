/**
 * Builds each bundle as one classic script with its style sheet, files named by content, and a manifest for the server:
 * { "<bundle>": { "script": "…", "style": "…" }, …, "files": ["every file but scripts and styles"] }.
 */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { build } from "vite";

const OUT = "dist";
const BUNDLES = {
  leaflet: "src/map/global.ts",
  map: "src/main.ts",
  tour: "src/tour/main.ts",
  pages: "src/pages/main.ts",
  planner: "src/planner/main.ts",
  basemap: "src/map/vector.ts",
  worker: "src/offline/worker.ts",
};
/** What Folium's scripts call, by the one name that they know. */
const COMPOSED = ["map", "planner", "tour"];
/** What other bundles find as a global instead of bringing it along: a phone then reads each in a turn of its own. */
const SHARED = { leaflet: "L" };
/** What the printed sheets are set in; the web's own files of the same typeface come with the style sheets. */
const PRINTED = ["400Regular/BeVietnamPro_400Regular.ttf", "700Bold/BeVietnamPro_700Bold.ttf"];

/**
 * Leaflet learns that this is not Internet Explorer from an exception, and a stack over a bundle this long costs a phone
 * more than all the rest of its beginning. Fails where Leaflet no longer does so.
 */
const withoutExplorer = {
  name: "without-explorer",
  transform(code, id) {
    if (!id.endsWith("leaflet-src.js")) return null;
    const asked = /try \{\s*document\.namespaces\.add\([^]*?\} catch \(e\) \{[^]*?\n\s*\}\n/;
    if (!asked.test(code)) throw new Error("Leaflet no longer asks for VML: this plugin can go");
    return { code: code.replace(asked, ""), map: null };
  },
};

const manifest = { files: [] };
for (const [name, input] of Object.entries(BUNDLES)) {
  const first = Object.keys(manifest).length === 1;
  const { output } = await build({
    base: "/assets/",
    plugins: [withoutExplorer],
    build: {
      outDir: OUT,
      emptyOutDir: first,
      copyPublicDir: first,
      target: "es2022",
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        input,
        external: name === "leaflet" ? [] : Object.keys(SHARED),
        preserveEntrySignatures: "strict",
        output: {
          format: "iife",
          globals: SHARED,
          name: COMPOSED.includes(name) ? "ocopmap" : `ocopmap_${name}`,
          exports: "auto",
          entryFileNames: `${name}.[hash].js`,
          assetFileNames: ({ names }) => (names[0]?.endsWith(".css") ? `${name}.[hash][extname]` : "[name].[hash][extname]"),
        },
      },
    },
  });
  const files = output.map(({ fileName }) => fileName);
  const script = files.find((file) => file.endsWith(".js"));
  const style = files.find((file) => file.endsWith(".css")) ?? null;
  manifest[name] = { script, style };
  manifest.files.push(...files.filter((file) => file !== script && file !== style));
}
manifest.files = [...new Set(manifest.files)].sort();
mkdirSync(`${OUT}/print`, { recursive: true });
for (const font of PRINTED)
  copyFileSync(`node_modules/@expo-google-fonts/be-vietnam-pro/${font}`, `${OUT}/print/${font.split("/")[1]}`);
writeFileSync(`${OUT}/manifest.json`, JSON.stringify(manifest));
