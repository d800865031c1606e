// Types of docforensics reports as JSON, schema 2.1. Made by `make schema`; do not edit.

/** The results of one examination of one travel document. Advisory: it decides nothing about a person. */
export interface Report {
  schema_version: "2.1";
  inspected_on: string;
  verdict: Verdict;
  /** Measured checks: adverse ones first, the heaviest of them on top. */
  findings: Finding[];
  /** Checks that could not measure. */
  unchecked: Unchecked[];
  /** What to do next, in order. */
  guidance: string[];
  /** What this result does not mean. */
  limits: string[];
  mrz: Mrz | null;
  /**
   * Lines of print of the visual zone that a check had read, side by side, top to bottom. Personal data; empty in a
   * redacted copy.
   */
  viz: VizLine[];
  /** The sides examined. */
  sides: Side[];
  /**
   * What the post has (--equipment), what can be done by hand with it, and what other equipment would add; null
   * when it was not stated.
   */
  equipment: Equipment | null;
  /** Versions and hashes that make the result repeatable. */
  provenance: Record<string, string>;
  /** The code of each step of guidance (report.codes.json, `step`); `advice.` and a check for its advice. */
  guidance_codes: string[];
  /** The code of each limit (report.codes.json, `limit`). */
  limit_codes: string[];
  /**
   * Seconds that each stage of reading, each check (by its id), scoring and the report took; only where they were
   * asked for.
   */
  timings?: Record<string, number>;
}

/** The weighed evidence of one document. It is about the document, never about the person. */
export interface Verdict {
  /** What the policy makes of the score. */
  outcome: "CLEAR" | "REFER" | "ALERT" | "INCONCLUSIVE";
  /**
   * Probability under the stated prior that the document is not genuine; null where no evidence was found either
   * way.
   */
  score: number | null;
  /** Probability before the document was looked at, set by the policy. */
  prior: number;
  /** Score from which the policy refers a document; null where the verdict was made by hand. */
  refer_from: number | null;
  /** Score from which it is an alert, where enough families are adverse. */
  alert_from: number | null;
  /** Decimal logarithm of the total likelihood ratio; positive supports 'not genuine'. */
  log10_lr: number;
  /**
   * The total without bounds: which of two documents has more against it, and no claim; null where the verdict was
   * made by hand.
   */
  unbounded_log10_lr: number | null;
  /**
   * That total from which the policy's target of false alarms lets the score refer a document; null where nothing
   * is known of false alarms.
   */
  refer_unbounded_from: number | null;
  /** Verbal equivalent of the total on the ENFSI scale. */
  verbal: string;
  /** Share of the mandatory claims that were verified. */
  coverage: number;
  /** Every claim that applies to the document, and what was seen of it. */
  claims: Claim[];
  /** The claims, layer by layer; layers without a claim are left out. */
  layers: LayerResult[];
  /** The total by family of checks, after dependence inside a family is allowed for. */
  family_log10_lr: Record<string, number>;
  /** Facts that shaped the outcome without weighing. */
  notes: string[];
  /** The code of each note (report.codes.json, `note`). */
  note_codes: string[];
  /** Alerts in force that the document matches; they are no part of the score. */
  alerts: AlertMatch[];
}

/** What was seen of one claim that CLEAR makes. It names fields, never what they hold. */
export interface Claim {
  /** Which claim. */
  claim: "mrz_data" | "document_number" | "names" | "birth_date" | "expiry_date" | "nationality" | "sex" | "perforated_number" | "one_document" | "mrz_print" | "page_model" | "print_at_data" | "print_elsewhere" | "print_process" | "devices" | "portrait" | "uv_substrate" | "uv_print" | "uv_portrait" | "ir_print" | "ir_data" | "one_capture" | "signed_data";
  title: string;
  layer: Layer;
  state: ClaimState;
  /** Why it was not seen; null where it was verified or contradicted. */
  why: Why | null;
  /** Place that decides the state; empty for the claim as a whole. */
  place: string;
  /** Index into sides. */
  side: number | null;
  /** Checks that the state rests on; empty where none looks at it. */
  checks: string[];
  /** Whether the policy demands it for CLEAR. */
  mandatory: boolean;
  /** Place by place; those that decide the state first. */
  places: Place[];
}

/** What a claim is about, as BSI TR-03135 groups its checks. */
export type Layer = "data" | "mrz_print" | "page_print" | "portrait" | "uv" | "ir" | "digital" | "signed_data";

/** What was seen of a claim. */
export type ClaimState = "verified" | "contradicted" | "not_seen";

/** Why a claim was not seen: a closed list. */
export type Why = "no_template" | "no_mrz" | "no_light" | "glare" | "occluded" | "blurred" | "cropped" | "too_coarse" | "too_noisy" | "no_colour" | "not_printed_here" | "second_page" | "unreadable" | "not_a_document" | "check_failed" | "switched_off" | "channel" | "not_installed" | "no_signed_data" | "untrusted" | "few_holders" | "no_reference_here" | "unsigned_template" | "known_deviation" | "weak_evidence" | "no_power";

/** What was seen of a claim at one place. */
export interface Place {
  /** Name of a feature or of a field; empty for the claim as a whole. */
  place: string;
  /** Index into sides. */
  side: number | null;
  state: ClaimState;
  why: Why | null;
  /** Checks that the state rests on. */
  checks: string[];
}

/** What the claims of one layer come to. */
export interface LayerResult {
  layer: Layer;
  /** Of its mandatory claims; of all of them where none is mandatory. */
  state: "in_order" | "adverse" | "not_seen";
  /** Of not_seen: the code of its first claim that was not seen. */
  why: Why | null;
  /** How many of its claims were verified. */
  verified: number;
  /** How many of its claims apply. */
  applicable: number;
}

/** An alert in force that the document matches; it refers the document by a rule, whatever the score. */
export interface AlertMatch {
  /** Its id, a UUID. */
  alert: string;
  /** Of the alert. */
  revision: number;
  title: string;
  /** Which authority states it. */
  issuer: string;
  species: FraudSpecies;
  severity: AlertSeverity;
  /** Traffic Light Protocol 2.0: who may have the alert. */
  tlp: Tlp;
  /** Its place that the page shows, or its list that the number is in. */
  place: string;
  /** What an officer sees there; empty where only the number is listed. */
  look_for: string;
  /** With what it is seen; empty for eyes alone. */
  equipment: string[];
  /** Name of its file: `docforensics alert show` makes a card for the first line of it. */
  card: string;
  /** Family and name of a check, for example mrz.check_digits. */
  check: string;
}

/** What kind of false document it is, in the words of the PRADO glossary. */
export type FraudSpecies = "counterfeit" | "forged document" | "fraudulently obtained" | "misuse by an impostor" | "pseudo document" | "stolen blank";

/** How urgent it is. */
export type AlertSeverity = "high" | "low" | "medium";

/** Who may have an alert: the labels of the Traffic Light Protocol 2.0 (FIRST). */
export type Tlp = "TLP:AMBER" | "TLP:AMBER+STRICT" | "TLP:CLEAR" | "TLP:GREEN" | "TLP:RED";

/** One check that measured something. */
export interface Finding {
  /** Family and name of a check, for example mrz.check_digits. */
  check: string;
  family: string;
  title: string;
  /** Name of the check in BSI TR-03135; empty when it has none. */
  tr03135: string;
  result: Result;
  /** Margin of BSI TR-03135: at least 0 is successful. */
  margin: number | null;
  /** Decimal logarithm of the likelihood ratio of this check alone; positive supports 'not genuine'. */
  log10_lr: number;
  verbal: string;
  /** What the likelihood ratio rests on: data, or judgement. */
  basis: "fitted" | "expert";
  /** What was measured, in unit; null when it is not finite. */
  value: number | null;
  unit: string;
  /** What was seen, in one sentence. */
  message: string;
  /** What to do next; empty unless the finding is adverse. */
  advice: string;
  /** Where it was seen. */
  regions: Region[];
  /** Values behind the message; `facts_by_check` states those of the checks of this program. */
  facts: Record<string, string | number | boolean | null>;
  /**
   * Keys of facts that carry the holder's data: keep them out of logs. `left_open` or `note` among them names the
   * key of the finding.
   */
  personal_facts: string[];
  /** Whether it leaves something open that a person has to look up on the document; never so where it is adverse. */
  undecided: boolean;
  /** What it could not decide; empty where it decided. */
  left_open: string;
  /** Sentence repeated at the verdict; empty where there is none. */
  note: string;
  /** Whether it found the document to be a specimen or a test document. */
  is_specimen: boolean;
  /**
   * Which sentence of the check the message is (report.codes.json, `check`); `unweighed` where it is none of them,
   * and states the value alone.
   */
  message_code: "adverse" | "alerted" | "favourable" | "undecided" | "unweighed";
  /** Code of the note (report.codes.json, `note`); empty where there is none. */
  note_code: string;
}

/** Results of TR-03135, in its order of precedence when several are aggregated. */
export type Result = "failed" | "aborted" | "undetermined" | "successful" | "not supported";

/** A place on a rectified page, and on the image that it was found on. */
export interface Region {
  /** Index into sides. */
  side: number;
  light: Light;
  /** Left, top, right, bottom in millimetres from the top left corner of the page. */
  box_mm: [number, number, number, number];
  /**
   * Corners x, y, clockwise from what is top left on the page, in pixels from the top left corner of the first
   * pixel of the image as viewers show it: EXIF orientation applied.
   */
  polygon_px: [[number, number], [number, number], [number, number], [number, number]] | null;
  label: string;
}

/** The light under which an image was captured (Doc 9303-2 App C: VI, UV, IR). */
export type Light = "visible" | "uv" | "ir" | "coaxial" | "transmitted";

/** One check that could not measure. */
export interface Unchecked {
  /** Family and name of a check, for example mrz.check_digits. */
  check: string;
  family: string;
  title: string;
  result: Result;
  reason: string;
  /** The reason as a code. */
  why: Why;
  /** Equipment or input that would allow it; empty when nothing would. */
  needs: string;
  /** Lights that it needs and the capture lacks. */
  lights: Light[];
  /** Name of the check in TR-03135; empty when it has none. */
  tr03135: string;
  /**
   * Whether it could have been expected to measure; false where the document has no seal or no chip data were
   * given. No claim waits for it then.
   */
  expected: boolean;
  /** Code of the sentence (report.codes.json, `reason`), finer than `why`. */
  reason_code: string;
  /**
   * Codes of what would allow it (report.codes.json, `need`): several where things are needed together, or one in
   * place of another.
   */
  needs_codes: string[];
}

/** The machine readable zone as read; never repaired. */
export interface Mrz {
  format: string | null;
  /** Line by line. */
  lines: string[];
  /** The reader. */
  engine: string;
  /** Posterior of the least certain character. */
  confidence: number;
  /** By field name: the characters as read. */
  fields: Record<string, string>;
  /** Every check digit of the format. */
  check_digits: CheckDigit[];
  /** What does not fit the format. */
  irregularities: string[];
  /** Index into sides. */
  side: number;
  /** The fields where they are printed; empty where the lines fit no format. */
  placed: PlacedField[];
}

/** One check digit of the machine readable zone. */
export interface CheckDigit {
  name: string;
  printed: string;
  /** The digit that the printed characters ask for; null where one of them is missing. */
  computed: string | null;
  /** Null where it cannot be known. Agreement is no evidence of authenticity. */
  agrees: boolean | null;
}

/** One field of the machine readable zone where it is printed. Personal data. */
export interface PlacedField {
  name: string;
  /** As read, without outer fillers. */
  value: string;
  /** Line, from 0. */
  line: number;
  /** First column, from 0. */
  start: number;
  /** Column after the last. */
  stop: number;
  /** On the side's first image. */
  polygon_px: [[number, number], [number, number], [number, number], [number, number]];
  /** Left, top, right, bottom in millimetres from the top left corner of the page. */
  box_mm: [number, number, number, number] | null;
}

/** One line of print as read; never repaired. */
export interface VizLine {
  /** Index into sides. */
  side: number;
  /** Its most probable characters. */
  text: string;
  /** Mean probability of the characters read. */
  confidence: number;
  /** Left, top, right, bottom in millimetres from the top left corner of the page. */
  box_mm: [number, number, number, number];
  /**
   * Corners x, y, clockwise from what is top left on the page, in pixels from the top left corner of the first
   * pixel of the image as viewers show it: EXIF orientation applied.
   */
  polygon_px: [[number, number], [number, number], [number, number], [number, number]] | null;
  /**
   * Name of the field of the zone that the template has printed there; empty where it names none, or no template
   * fits.
   */
  field: string;
}

/** One side of the document. */
export interface Side {
  side: "front" | "back" | "data_page" | "visa_page" | "other";
  channel: "scanner" | "photo" | "upload";
  /** Lights captured. */
  lights: Light[];
  /** Of the raw input, by light, frame by frame. */
  sha256: Partial<Record<Light, string[]>>;
  /** Nominal size after ICAO Doc 9303, or width x height in mm; null when it is not known. */
  size: string | null;
  /** Width and height of the rectified frame in millimetres. */
  size_mm: [number, number];
  /** Resolution of the capture on the page. */
  px_per_mm: number;
  /** What the scale rests on. */
  scale_basis: "template" | "mrz" | "outline" | "assumed";
  /** How well the page can be seen. */
  quality: Record<string, number | null>;
  /** The reference template that fits; null when none does. */
  template: string | null;
  template_digest: string;
  /** PRADO words of the features that the template names on the side. */
  features: string[];
  /** Names of the files, without their folders; may carry personal data. */
  files: string[];
  /** Images that the page was cut out of, one a light, the one in white light first. */
  images: CapturedImage[];
  /** That of the first image, pixels to millimetres of the page; null without any. */
  homography: [[number, number, number], [number, number, number], [number, number, number]] | null;
  /**
   * Corners x, y, clockwise from what is top left on the page, in pixels from the top left corner of the first
   * pixel of the image as viewers show it: EXIF orientation applied.
   */
  outline_px: [[number, number], [number, number], [number, number], [number, number]] | null;
}

/** One image that the page of a side was cut out of. */
export interface CapturedImage {
  light: Light;
  /** Of the raw input. */
  sha256: string;
  /** By content, for example image/jpeg; array for pixels that a program gave. */
  media_type: string;
  /** Of a PDF or TIFF of several pages, from 0. */
  page: number;
  /** Width as viewers show it, EXIF orientation applied. */
  width_px: number;
  /** Height as viewers show it. */
  height_px: number;
  /** Pixels of this image to millimetres of the page: (x, y, 1) times the rows, divided by the third of the result. */
  homography: [[number, number, number], [number, number, number], [number, number, number]];
  /**
   * Pixels of this image to places of the file, in file_unit: (x, y, 1) times the rows. It undoes the EXIF
   * orientation, and lays a PDF's picture on its page.
   */
  to_file: [[number, number, number], [number, number, number]];
  /** px: pixels as the file stores them. pt: points from the top left corner of the PDF's page as viewers show it. */
  file_unit: "px" | "pt";
  /** Width and height of the picture as the file stores it, or of the PDF's page, in file_unit. */
  file_size: [number, number];
}

/** One post. */
export interface Equipment {
  post: string;
  has: string[];
  now: Round[];
  lacking: Gain[];
}

/** What can be done with one piece of equipment in hand. */
export interface Round {
  equipment: string;
  tasks: Task[];
}

/** One thing to do at one feature. */
export interface Task {
  /** PRADO word. */
  feature: string;
  /** 1 first line, 2 second line, 3 laboratory. */
  line: 1 | 2 | 3;
  do: string;
}

/** What a piece of equipment that the post lacks would add. */
export interface Gain {
  equipment: string;
  features: string[];
  /** Titles of checks of this program. */
  checks: string[];
}

/**
 * By the id of a check of this program: the facts that a finding of it may hold. A check of another package states
 * its own.
 */
export interface FactsByCheck {
  "data.alerted_number": { lists?: number; without_key?: number; list?: string; rate?: number | null; alert?: string; alert_title?: string; alert_issuer?: string };
  "data.dates": { summary?: string; count?: number };
  "data.document_code": { code?: string; status?: string; summary?: string };
  "data.document_number": { issuer?: string; source?: string; summary?: string };
  "data.expired": { is_expired?: boolean; days?: number; state?: string };
  "data.issuer_code": { code?: string; name?: string; summary?: string };
  "data.lights_agree": { light?: string; characters?: number; lights?: number };
  "data.mrz_against_viz": { summary?: string; agreeing?: string; disagreeing?: string; not_seen?: string; printed?: string; coded?: string; asked?: string };
  "data.nationality_code": { code?: string; name?: string; summary?: string };
  "data.paper_at_values": { where?: string; values?: number };
  "data.perforated_number": { pierced?: string; printed?: string; type?: string };
  "data.sides_agree": { fields?: string; sides?: number };
  "data.single_page": Record<string, never>;
  "data.specimen": { summary?: string };
  "data.typeface": { characters?: number };
  "digital.copied_glyphs": Record<string, never>;
  "digital.grey_copy": Record<string, never>;
  "digital.mrz_sharpness": { characters?: number };
  "digital.text_sharpness": { lines?: number };
  "evaluatory.content_credentials": { stated?: string };
  "evaluatory.double_compression": { frequencies?: number };
  "evaluatory.editor_metadata": { program?: string };
  "evaluatory.grid_shift": Record<string, never>;
  "evaluatory.recapture_lattice": Record<string, never>;
  "evaluatory.second_face": { extra?: number; missing?: number };
  "evaluatory.smooth_patch": { lines?: number };
  "evaluatory.uv_fibres": Record<string, never>;
  "mrz.alignment": { ratio?: number | null; skew?: number | null; pitch?: number | null; size?: number | null; kind?: string; said?: string };
  "mrz.charset": { summary?: string; field?: string; count?: number };
  "mrz.check_digits": { summary?: string; fields?: string; printed?: string; computed?: string; confusion?: string; edit?: string; count?: number };
  "mrz.fillers": { summary?: string };
  "mrz.infrared": { infrared?: number | null; visible?: number | null; characters?: number };
  "mrz.length": { printed?: number; expected?: number; lines?: number; format?: string };
  "mrz.typeface": { face?: string; ocrb?: number | null; other?: number | null; read?: boolean };
  "mrz.uniformity": { count?: number; kind?: string; compared?: number; where?: string };
  "portrait.portrait_border": { sides?: number; top?: number | null; right?: number | null; bottom?: number | null; left?: number | null };
  "portrait.portrait_fineness": Record<string, never>;
  "portrait.portrait_infrared": { kept?: number | null; states?: string };
  "portrait.portrait_luminescence": { share?: number | null };
  "portrait.portrait_overprint": Record<string, never>;
  "portrait.portrait_position": { side?: string; offset?: number | null };
  "portrait.portrait_ring": { places?: number };
  "portrait.portraits_aligned": { offset?: number | null };
  "portrait.secondary_portrait": { correlation?: number | null };
  "seal.chip_authenticity": { reason?: string; detail?: string; signer?: string; wrong_groups?: string; groups?: string };
  "seal.chip_mrz": { summary?: string; fields?: string; printed?: string; signed?: string; is_proven?: boolean };
  "seal.chip_portrait": { correlation?: number | null };
  "seal.seal_mrz": { summary?: string; fields?: string; printed?: string; signed?: string; is_proven?: boolean };
  "seal.seal_passport_number": { printed?: string; signed?: string; is_proven?: boolean };
  "seal.seal_signature": { reason?: string; detail?: string; signer?: string; document?: string; count?: number };
  "seal.signer_expiry": { days?: number; state?: string };
  "security.background_print": { places?: number; share?: number | null; where?: string };
  "security.colour": { difference?: number | null };
  "security.device_colour": Record<string, never>;
  "security.device_line_colours": Record<string, never>;
  "security.device_print": Record<string, never>;
  "security.faint_print": { where?: string };
  "security.ir_absorbing_ink": Record<string, never>;
  "security.ir_personal_ink": { kept?: number | null; expected?: number | null; fields?: number };
  "security.ir_transparent_ink": Record<string, never>;
  "security.known_counterfeit": { mark?: string; marks?: number; source?: string; alert?: string; alert_title?: string; alert_issuer?: string; look_for?: string; alert_nearness?: number | null };
  "security.obscured_print": Record<string, never>;
  "security.page_size": { edge?: string };
  "security.print_technique": { coherence?: number | null };
  "security.uv_colour": Record<string, never>;
  "security.uv_device": Record<string, never>;
  "security.uv_dull": { level?: number | null; expected?: number | null };
  "security.uv_print": Record<string, never>;
  "security.uv_unexpected_luminescence": { places?: number };
}
