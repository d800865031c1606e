// The few things of Node that the examples use, so that it compiles without @types/node.
declare module "node:fs" {
  export function readFileSync(path: string): Uint8Array & { toString(encoding: "utf8" | "base64"): string };
  export function writeFileSync(path: string, text: string): void;
}
declare const process: { argv: string[] };
