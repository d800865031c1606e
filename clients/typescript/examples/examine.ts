// Send a picture to the service, at once and to be fetched, and print what was found:
//     node dist/examples/examine.js http://127.0.0.1:8117 TOKEN photo.jpg
import { readFileSync } from "node:fs";
import { ServiceClient, ServiceError } from "../src/client.js";

const [address, key, picture] = process.argv.slice(2);
if (address === undefined || key === undefined || picture === undefined) throw new Error("ADDRESS TOKEN PICTURE");
const client = new ServiceClient(address, key);
const image = new Blob([readFileSync(picture)]);
const report = await client.examine({ visible: image }, { channel: "photo" });
const id = await client.submit({ visible: [image] });
const later = await client.report(id);
const page = await client.page(id, "redacted").catch((error: unknown) => (error instanceof ServiceError ? error.code : ""));
await client.delete(id).catch(() => undefined);
const gone = await client.report(id).catch((error: unknown) => (error instanceof ServiceError ? error.code : ""));
console.log(JSON.stringify({ at_once: report.verdict.outcome, later: later.verdict.outcome, page: page.slice(0, 15), gone }));
