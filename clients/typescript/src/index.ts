// Reports as JSON: their types, and what programs do with places.
import type { CapturedImage, FactsByCheck, Finding, Light, Region, Report, Side } from "./report.js";

export * from "./report.js";

/** A place of a report on an image: x and y in pixels, as viewers show it. */
export type Point = [number, number];
export type Polygon = [Point, Point, Point, Point];

/** A finding of a check of docforensics, with the facts that this check states. */
export type FindingOf<Id extends keyof FactsByCheck> = Finding & { check: Id; facts: FactsByCheck[Id] };

/** Whether a finding is of this check; its facts are typed from then on. */
export function isOf<Id extends keyof FactsByCheck>(finding: Finding, check: Id): finding is FindingOf<Id> {
  return finding.check === check;
}

/** The findings against the document, the heaviest first. */
export function adverse(report: Report): Finding[] {
  return report.findings.filter((finding) => finding.result === "failed");
}

/** The image of a side that places in a light are given on: that of the light, else the first. */
export function imageOf(side: Side, light: Light): CapturedImage | undefined {
  return side.images.find((image) => image.light === light) ?? side.images[0];
}

/** Where a region lies on one image of a report; undefined where it is of another side or light, or beyond the horizon. */
export function polygonOn(report: Report, image: CapturedImage, region: Region): Polygon | undefined {
  const side = report.sides[region.side];
  return side && imageOf(side, region.light) === image ? region.polygon_px ?? undefined : undefined;
}

/** A place of an image as a place of its file: a pixel as it is stored, or points on the page of a PDF. */
export function toFile(image: CapturedImage, [x, y]: Point): Point {
  const [across, down] = image.to_file;
  return [across[0] * x + across[1] * y + across[2], down[0] * x + down[1] * y + down[2]];
}
