// The few things of Node that the example uses, so that it compiles without @types/node.
declare module "node:fs" {
  export function readFileSync(path: string): { toString(encoding: "utf8" | "base64"): string };
  export function writeFileSync(path: string, text: string): void;
}
declare const process: { argv: string[] };
