// Draw outline, fields and adverse findings over your own picture, as SVG:
//     node dist/examples/draw.js report.json photo.jpg drawn.svg
// For a PDF give a picture of the page, drawn by any program at any resolution: places then are points of the page.
import { readFileSync, writeFileSync } from "node:fs";
import { adverse, polygonOn, toFile, type CapturedImage, type Polygon, type Report } from "../src/index.js";

/** Draw a polygon where it lies on the picture. */
function drawn(image: CapturedImage, polygon: Polygon, colour: string, title: string): string {
  const corners = image.file_unit === "pt" ? polygon.map((corner) => toFile(image, corner)) : polygon;
  const label = title.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const points = corners.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return `<polygon points="${points}" stroke="${colour}"><title>${label}</title></polygon>`;
}

/** Draw what a report states of the first image of its first side. */
export function overlay(report: Report, picture: string): string {
  const side = report.sides[0];
  const image = side?.images[0];
  if (!side || !image) return "";
  const marks = side.outline_px ? [drawn(image, side.outline_px, "blue", "page")] : [];
  const fields = report.mrz?.side === 0 ? report.mrz.placed : [];
  marks.push(...fields.map((field) => drawn(image, field.polygon_px, "green", field.name)));
  for (const finding of adverse(report))
    for (const region of finding.regions) {
      const polygon = polygonOn(report, image, region);
      if (polygon) marks.push(drawn(image, polygon, "red", `${finding.title}: ${finding.message}`));
    }
  const [width, height] = image.file_unit === "pt" ? image.file_size : [image.width_px, image.height_px];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">
<image href="${picture}" width="${width}" height="${height}" preserveAspectRatio="none"/>
<g fill="none" stroke-width="${width / 400}">${marks.join("\n")}</g></svg>`;
}

const [reportFile, picture, out] = process.argv.slice(2);
if (reportFile && picture && out) {
  const kind = picture.endsWith(".png") ? "png" : "jpeg";
  const href = `data:image/${kind};base64,${readFileSync(picture).toString("base64")}`;
  writeFileSync(out, overlay(JSON.parse(readFileSync(reportFile).toString("utf8")) as Report, href));
}
